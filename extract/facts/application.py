"""Applications for disclosure (依申请公开) and what became of them; stages after 国办公开办函〔2021〕30号, table 3."""

from extract.facts.base import Absence, Kind, Rule

IN = ("applications",)
ABOUT = r"(?:依申请|信息公开申请|公开申请|申请公开|申请(?!行政复议|复议|提起|人民法院)(?:人|件|量|数|事项|公开|表)?)"

KIND = Kind(
    "application",
    "applications for disclosure, by what was done with them",
    "依申请公开",
    rank=20,
    stages=(
        "received",
        "carried_in",
        "answered",
        "granted",
        "partly_granted",
        "refused",
        "unavailable",
        "not_processed",
        "carried_out",
        "rate",
    ),
    rules=(
        Rule("rate", rf"{ABOUT}[^#。]*(?:率|占)[^#@，。；]{{0,10}}#|{ABOUT}[^#。；]*占~#", "rate", units="%"),
        Rule("rate", r"(?:率|占|比例)~#", "rate", units="%", sections=IN),
        Rule("rate", r"(?:依申请公开|申请)~(?:答复|办结|办理|回复)率~#", "rate", units="%"),
        Rule(
            "carried_in", r"(?:上年度?|上一年度?|往年|去年|20\d\d年度?)(?:度)?(?:结转|遗留|转入|未办结)~#", "carried_in"
        ),
        Rule(
            "carried_out",
            r"(?:结转|转入|转)(?:至|到|入)?(?:下一?年度?|次年|20\d\d年度?|明年)(?:度)?(?:继续)?(?:办理|办结)?~#",
            "carried_out",
        ),
        Rule("carried_out", r"(?<!上年)(?<!年度)(?<!去年)(?<!往年)结转(?:了)?#", "carried_out", sections=IN),
        Rule(
            "asked-by",
            r"#[^#@，。；]{0,6}(?:提出|提交|递交)(?:了)?[^#@，。；]{0,8}申请|#(?:要求|申请|请求)(?:公开|获取|提供|查询)",
            "received",
            units="人 名 位 人次 家 户 件 份",
            sections=IN,
        ),
        Rule("granted-plain", r"(?:^|[，。；：、（])(?:其中[，]?)?(?:主动|依法|准予|已)?公开#", "granted", sections=IN),
        Rule("rate-behind", r"(?:^|[，。；：、])#(?:按[时期]|依法)?(?:办结|答复|回复)", "rate", units="%", sections=IN),
        Rule(
            "partly_granted",
            r"(?:部分(?:予以)?公开|部分提供|予以部分公开|同意部分公开)~#",
            "partly_granted",
            units="件 条 份 宗 起 次 项 个 例",
        ),
        Rule(
            "refused",
            r"(?:不予(?!处理|受理|立案)(?:以)?公开|不同意公开|不公开|依法不予)(?!为例外|的)[^#@，。；]{0,12}#",
            "refused",
            units="件 条 份 宗 起 次 项 个 例",
        ),
        Rule(
            "refused-reason",
            r"(?:属于|涉及|因)?(?:国家秘密|商业秘密|个人隐私|内部事务|过程性|第三方|三安全一稳定|执法案卷|行政执法|行政查询|查询事项|档案查询)[^#@，。；]{0,12}#",
            "refused",
            sections=IN,
        ),
        Rule(
            "unavailable",
            r"(?:无法提供|(?:政府)?信息不存在|不存在|不属于本(?:行政)?(?:机关|单位|部门)|(?:本机关|我[局镇县厅乡区])?不掌握|非(?:本|我)(?:机关|单位|部门|级|[局镇县厅乡区市])|(?:非|不属于|不是)政府信息(?!公开申请)|内容不明确|指向不明|没有现成信息|(?<!逾期不)(?<!逾期未)(?<!不)(?<!未)补正|未制作)[^#@，。；]{0,16}#",
            "unavailable",
            sections=IN,
        ),
        Rule(
            "unavailable",
            rf"{ABOUT}[^#。]*(?:无法提供|信息不存在|不存在|不属于本(?:行政)?(?:机关|单位|部门)|不掌握|非本机关)[^#@，。；]{{0,16}}#",
            "unavailable",
        ),
        Rule(
            "not_processed",
            r"(?:不予(?:处理|受理)|不再处理|逾期[不未]补正|视为放弃|重复申请|撤回申请|撤销申请|主动撤回|信访(?:举报)?(?:投诉)?类?|(?:未|不)作为[^#@，。]{0,10}申请|其他处理|非政府信息公开申请)[^#@，。；]{0,12}#",
            "not_processed",
            sections=IN,
        ),
        Rule(
            "not_processed",
            rf"{ABOUT}[^#。]*(?:不予(?:处理|受理)|不再处理|重复申请|撤回申请|主动撤回)[^#@，。；]{{0,12}}#",
            "not_processed",
        ),
        Rule(
            "granted",
            r"(?<![不部分])(?:予以(?!部分)公开|同意公开|全部公开|全部提供|依法公开|(?:属于)?已?(?:经)?主动公开(?:范围)?的?|准予公开|给予公开)~#",
            "granted",
            sections=IN,
        ),
        Rule(
            "granted",
            rf"{ABOUT}[^#。]*(?<![不部分])(?:予以(?!部分)公开|同意公开|全部公开|全部提供)[^#@，。；]{{0,12}}#",
            "granted",
        ),
        Rule(
            "answered-verb",
            r"(?<!(?:收到|受理|接到|新收)(?:和|并|、|及|了)?)(?:办理|答复|办结|回复|处理)(?:了)?[^#@，。；]{0,12}(?:依申请公开|依申请(?:政府)?信息公开|信息公开(?:的)?申请|公开申请|申请公开)(?:事项|件|信息|政府信息)?[^#@，。；]{0,6}#",
            "answered",
        ),
        Rule("answered-plain", r"(?:答复|办结|回复)(?:了|各类)?申请#", "answered"),
        Rule("granted-behind", rf"{ABOUT}[^#]*#(?:予以|同意|全部|依法|均予)公开", "granted"),
        Rule("partly-behind", rf"{ABOUT}[^#]*#(?:予以)?部分公开", "partly_granted"),
        Rule("refused-behind", rf"{ABOUT}[^#]*#不予公开", "refused"),
        Rule("unavailable-behind", rf"{ABOUT}[^#]*#(?:无法提供|信息不存在|不存在)", "unavailable"),
        Rule("not_processed-behind", rf"{ABOUT}[^#]*#(?:不予处理|不再处理)", "not_processed"),
        Rule(
            "back",
            r"(?:上述|以上|这|该|对|就)#[^#@，。；]{0,8}(?:依申请|信息公开(?:的)?申请|申请)(?!行政复议|复议)",
            "received",
        ),
        Rule(
            "carried_out-rest",
            r"除[^#@，。；]{0,6}(?:结转|尚在|正在)?#(?:[^#@，。；]{0,8}(?:结转|尚在|正在|未办结))?[^#@，。；]{0,6}外",
            "carried_out",
            sections=IN,
        ),
        Rule(
            "carried_out-rest",
            rf"{ABOUT}[^#。]*除[^#@，。；]{{0,6}}#[^#@，。；]{{0,8}}(?:尚|正在|结转|未办结|延期|未到期)",
            "carried_out",
        ),
        Rule(
            "answered-rest",
            rf"{ABOUT}[^#。]*(?:其余|其他|剩余)(?:的)?#[^#@，。；]{{0,6}}(?:已|均|按)?[^#@，。；]{{0,4}}(?:处理|办结|答复|回复)",
            "answered",
        ),
        Rule(
            "granted-list",
            rf"(?:{ABOUT}[^#。]*@[^#。；]{{0,2}}[：，、；（]|申请，)(?:其中)?[，]?(?:主动|依法|准予|可以?)?公开#",
            "granted",
        ),
        Rule(
            "received-verb",
            r"(?:收到|接到|受理|接收|接受|新收|收悉|接获|登记)(?:的)?~{apply}[^#@，。；]{0,16}#",
            "received",
        ),
        Rule(
            "received-of",
            r"(?:收到|接到|受理|接收|接受|新收|办理)(?:了)?~#~(?:依申请|信息公开(?:的)?申请|公开(?:政府)?(?:信息)?的?申请|申请公开|申请)(?!行政复议|复议)",
            "received",
        ),
        Rule("answered-of", r"(?:答复|回复|办结)(?:了)?#(?:[^#@，。]{0,12})?(?:依申请|信息公开申请)", "answered"),
        Rule(
            "answered",
            rf"(?:{ABOUT})[^#。；]*(?:答复|办结|回复|办理|按[时期]办结|办毕)(?:了|完毕|完成|数|申请|告知书|共|件数|情况|数量|为|：|其中)*#",
            "answered",
        ),
        Rule(
            "answered",
            r"(?:答复|办结|回复|办理|办毕|当年办结)(?:了|完毕|完成|数|申请|告知书|共|为|：)*#",
            "answered",
            sections=IN,
        ),
        Rule(
            "label",
            r"(?:依申请公开(?:政府)?(?:信息)?|政府信息公开申请|信息公开申请|依申请|(?<=^|[，、；：。])(?:正式|有效|提交|受理)*申请)(?:的)?(?:数量|总数|总量|数|件数|情况|事项|申请|受理|件)?(?:共计?|合计|总计|为|是|：|有|计|累计|总共|达)*#",
            "received",
        ),
        Rule(
            "way",
            r"(?:当面|信函|网络|网上|(?:电子)?邮件|传真|邮寄|现场|书面|互联网|在线|平台|线上|线下|口头|信件|窗口)(?:提交|提出|递交|受理|方式|形式|申请|渠道|途径|的|公开)*#",
            "received",
            units="件 条 份 宗 起 次 项 个 例",
            sections=IN,
        ),
        Rule(
            "way",
            rf"{ABOUT}[^#。；]*(?:当面|信函|网络|网上|(?:电子)?邮件|传真|邮寄|现场|书面|互联网|在线|线上|线下)(?:提交|提出|递交|受理|方式|形式|申请|渠道|途径|的)*#",
            "received",
            units="件 条 份 宗 起 次 项 个 例",
        ),
        Rule(
            "applicant",
            r"(?:自然人|个人|公民|商业企业|企业|法人|其他组织|公益组织|科研机构|法律服务机构)(?:申请|提出)?(?:的)?#",
            "received",
            units="件 条 份 宗 起 次 项 个 例",
            sections=IN,
        ),
        Rule(
            "received-bare",
            r"(?:收到|接到|受理|接收|新收|收件|来件|登记|接件|提出|提交)(?:的)?[^#@，。；]{0,12}#",
            "received",
            units="件 条 份 宗 起 次 例",
            sections=IN,
            confidence=0.85,
        ),
        Rule(
            "section",
            r"(?:^|[。；，：])(?:另有?|还有|其中有?)?(?:共计?|合计|总计)?#",
            "received",
            units="件 宗 起",
            sections=IN,
            confidence=0.7,
        ),
    ),
    absences=(
        Absence("carried_in", r"上年(?:度)?结转|结转(?:的)?申请", "carried_in"),
        Absence("refused", r"不予公开|不公开(?:政府)?信息", "refused"),
        Absence(
            "received",
            r"(?:(?<!因)依申请公开|信息公开(?:的)?申请|公开申请|(?<![因依])申请公开|依法申请|(?<![被依因])(?<!复议|诉讼)申请(?!公开|人))(?:政府|政务)?(?:信息)?(?!(?:的)?(?:收费|费用|收取|引起|引发|行政复议|复议|提起|行政诉讼|人收取|人民法院|公开(?:政府)?信息(?:的)?(?:收费|费用)))",
            "received",
        ),
    ),
)
