"""Responses to the public: messages, inquiries, mailboxes, hotlines, public opinion."""

from extract.facts.base import Absence, Kind, Rule

WHO = r"(?:留言|咨询|来信|来电|信箱|热线|12345|工单|舆情|网民|网友|网络问政|问政|诉求|来访|提问|信件|互动|民意|市民服务|群众(?:反映|诉求|来)|关切|纠错|意见建议|意见箱|邮箱|电话|民生|微信回复|热点|市长|县长|镇长|书记|领导留言|疑问|交办件|回应)"

KIND = Kind(
    "response",
    "messages, inquiries, calls and public opinion, received or answered",
    "回应关切",
    rank=32,
    stages=("received", "answered", "rate"),
    rules=(
        Rule("rate", rf"{WHO}[^#。]*(?:率|占)[^#@，。；]{{0,8}}#", "rate", units="%"),
        Rule(
            "rate-here",
            r"(?:办结|回复|答复|满意|办理|响应|受理|回访|接通|化解|按时)率[^#@，。；]{0,8}#",
            "rate",
            units="%",
            sections=("overview", "proactive", "consultation", "other_matters", "preamble"),
            confidence=0.85,
        ),
        Rule(
            "answered-verb",
            rf"(?:回复|答复|办结|回应|解答|处理|处置|接听|办理|办复|解决|答疑|反馈)(?:了|的|完毕|各类|各种|群众|网民)*[^#@，。；]{{0,16}}{WHO}[^#@，。；]{{0,16}}#",
            "answered",
        ),
        Rule(
            "answered-of",
            rf"(?:回复|答复|办结|回应|解答|处理|处置|接听|办理|办复)(?:了)?#[^#@，。；]{{0,10}}{WHO}",
            "answered",
        ),
        Rule(
            "received-verb",
            rf"(?:收到|受理|接到|接待|接收|承接|收集|接受|来电|承办|转办|签收|转来|批转|征集|梳理|收办|新收)(?:了|的|各类|群众|网民)*[^#@，。；]{{0,20}}{WHO}[^#@，。；]{{0,14}}#",
            "received",
        ),
        Rule(
            "received-of",
            rf"(?:收到|受理|接到|接待|接收|承接|收集|接受|承办|转办)(?:了)?[^#@，。；]{{0,8}}#[^#@，。；]{{0,10}}{WHO}",
            "received",
        ),
        Rule(
            "answered-later",
            rf"{WHO}[^#。；]*(?:回复|答复|办结|回应|解答|接听|办理|办复|解决|处理|处置|反馈)(?:了|完毕|完成|量|数|共|各类|问题|群众|情况|总数|公众|：)*#",
            "answered",
        ),
        Rule("back", rf"(?:上述|以上|这|该|对|对收到的|收到的)#[^#@，。；]{{0,6}}(?:{WHO}|建言)", "received"),
        Rule("answered-by", r"(?:微博|微信|电话|网站|信箱|当面|平台)(?:答复|回复)#", "answered"),
        Rule(
            "answered-number",
            r"(?:回应|其他方式回应)(?:热点)?(?:舆情)?(?:事件)?(?:的)?(?:次)?数(?:量)?[：为]?#",
            "answered",
        ),
        Rule(
            "way",
            r"(?:电话|当面|现场|网上|来信|信函|窗口|上门|网络)(?:咨询|来访|接待)?(?:共|为|：|计)*#",
            "received",
            units=" 件 条 次 人次 起 个 人",
        ),
        Rule(
            "answered-hot",
            r"(?:回应)(?:公众|社会|群众)?(?:关注|关切)?(?:热点)?(?:或|和|及)?(?:重大)?(?:舆情|关切|事件)?(?:的)?(?:次数|事件|数|共|总数)*[^#@，。；]{0,4}#",
            "answered",
        ),
        Rule("received-later", rf"{WHO}[^#@。；]{{0,20}}(?:收到|受理|接到|接待|接收)[^#@，。；]{{0,12}}#", "received"),
        Rule(
            "label",
            r"(?:留言|咨询|来信|来电|来访|信件|工单|舆情|提问|诉求|电话|当面|网上|网络|信函|现场)(?:咨询|来访|受理)?(?:共|为|：|计|数|量|总数|件|人数|次数|达)*#",
            "received",
            units="件 条 次 人次 起 个 封 通 人 件次 份 例 单 项 宗 批 批次",
            confidence=0.85,
        ),
    ),
    absences=(Absence("received", r"留言|咨询(?!电话)|(?:网络|重大|负面)?舆情|来信", "received"),),
    categories=False,
)
