"""A growth rate or difference against another year."""

from extract.facts.base import Kind, Rule

THAN = r"(?:同比|环比|较(?:上一?|去|前)?年(?:度|同期)?|比(?:上一?|去|前)年(?:度|同期)?|与(?:上一?|去)年(?:度|同期)?相比|(?:较|比|与)20\d\d年(?:度|同期)?(?:相比)?|较之|相比(?:上一?|去)年|较同期|比同期|较往年|比往年)"
MOVE = r"(?:增长率?|增加|上升|提高|提升|增幅|多出|新增|增多|多|翻|下降|减少|降低|降幅|少了|减幅|回落|少|净增)"

KIND = Kind(
    "change",
    "growth or difference against another year",
    "同比变化",
    rank=5,
    rules=(
        Rule("than", rf"{THAN}[^#@。；]{{0,20}}{MOVE}(?:了|约|近|达到?|为|超过?|到)*#"),
        Rule(
            "against",
            rf"(?:与|较|比|和)[^#。；]{{0,14}}@[^#。；，]{{0,6}}[，]?[^#@。；]{{0,20}}{MOVE}(?:了|约|近|达到?|为|到)*#",
        ),
        Rule(
            "also", rf"{THAN}[^#。；]*@[，、（]?(?:同比)?(?:增长率?|增幅|下降|降幅|增加|减少|提高)(?:了|约|近|达|为)*#"
        ),
        Rule("rate", r"(?:增长率?|增幅|涨幅|下降|降幅|减幅)(?:了|约|近|达到?|为|：)*#", units="%"),
    ),
    categories=False,
)
