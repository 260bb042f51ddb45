"""Proposals of people's deputies and political consultative conference members (建议、提案)."""

from extract.facts.base import Absence, Kind, Rule

NAMED = r"(?:(?:人大|代表|政协|委员|两会|提案)[^#@，。；]{0,10}(?:建议|意见|提案|(?<!复)议案|复文)|提案|(?<!复)议案|复文|建议提案|建议(?:办理|答复))"


def after(most: int) -> str:
    """Proposals up to so many characters behind what they follow on, or behind whose they are.

    It is that and ``[^#@，。；]{0,most}(?:代表)?[^#@，。；]{0,10}``, written so that not each way to part the words is tried.
    """
    words, whose = "[^#@，。；]", "(?:人大代表|代表|政协委员|政协|委员|人大|两会)"
    return rf"(?:{words}{{0,{most + 10}}}|{words}{{0,{most}}}{whose}{words}{{0,10}}){NAMED}"


KIND = Kind(
    "proposal",
    "proposals of deputies and members, received, answered or disclosed",
    "建议提案",
    rank=15,
    stages=("received", "answered", "disclosed", "rate"),
    rules=(
        Rule("rate", rf"{NAMED}[^#。；]*(?:率|占)~#", "rate", units="%"),
        Rule(
            "disclosed",
            rf"(?:公开|公布|公示|发布|上传)(?:了|的)?{after(16)}(?![^#@，。；]{{0,8}}等[^#@，。；]{{0,4}}信息)[^#@，。；]{{0,16}}#",
            "disclosed",
        ),
        Rule("disclosed-of", rf"(?:公开|公布|公示|发布)(?:了)?#{after(4)}", "disclosed"),
        Rule(
            "disclosed-later",
            rf"{NAMED}[^#。；]{{0,40}}#[^#。；]{{0,40}}(?:并|均|已|全部|在)[^#@。；，]{{0,14}}(?:公开|公布|公示)(?!率|[^，。；@]{{0,10}}@)",
            "disclosed",
        ),
        Rule(
            "disclosed-answer",
            r"(?:提案|建议|(?<!复)议案|人大|政协)[^#。；]{0,24}(?:公开(?!不)|公布|挂网|上网)(?:办理|答复)?[^#@，。；信网]{0,14}(?:答复书?|复函|复文|结果|意见)?#",
            "disclosed",
        ),
        Rule(
            "answered",
            rf"(?:办理|办结|答复|回复|办复|完成)(?:了|的|完毕)?{after(16)}[^#@，。；]{{0,14}}#",
            "answered",
        ),
        Rule(
            "answered-of",
            rf"(?:办理|办结|答复|回复|办复)(?:了|完成)?[^#@，。；]{{0,8}}#{after(4)}",
            "answered",
        ),
        Rule(
            "answered-later", r"(?:提案|建议|议案)[^#。]*(?:办结|答复|回复|办复|办理完成|办理)(?:了|完毕)?#", "answered"
        ),
        Rule(
            "received-list",
            r"(?:收到|承办|主办|接到|受理|交办|承接|领办)[^#。；]{0,30}@[、和及，](?:[^#@，。；]{0,8}(?:提案|建议|议案)|主办|会办|协办)#",
            "received",
        ),
        Rule(
            "answered-behind",
            rf"(?:^|[。；，、])(?=[^#]*[议见案文理复]#)(?![^#@，。；]{{0,12}}(?:收到|承办|主办|接到|受理|交办|承接|领办|会办))[^#@，。；收承接受交提]{{0,8}}{after(0)}#[^#。；]{{0,30}}(?:全部|均|都|已)[^#@，。；公]{{0,6}}(?:办结|答复|办复|办理完)",
            "answered",
        ),
        Rule(
            "received",
            rf"(?:收到|承办|接到|受理|承接|收悉|交办|接收|领办|主办|会办|协办|分办|涉及)(?:了|的)?{after(16)}[^#@，。；]{{0,14}}#",
            "received",
        ),
        Rule(
            "received-of",
            rf"(?:收到|承办|接到|受理|承接|交办|接收|领办|主办|会办|协办)(?:了)?[^#@，。；]{{0,8}}#{after(8)}",
            "received",
        ),
        Rule("label", rf"{NAMED}(?:[^#@，。；的栏]{{0,4}})#", "received", confidence=0.85),
    ),
    absences=(Absence("received", r"建议(?:、|和|及)?提案|提案|(?<!复)议案|人大代表建议", "received"),),
    categories=False,
)
