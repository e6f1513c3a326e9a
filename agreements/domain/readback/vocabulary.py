"""The words that the rules know. Everything else is taken as it stands."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that stand between others: none of them is a verb, a unit or a deliverable.
LINKING = _listed(
    "a an the this that these those each every all any some no not to for with from of by at about than on via in "
    "into onto over under up until till before after since during within without between among as and or but nor "
    "so if when while once because which who whom whose what where why how per plus also only just then there "
    "here it its"
)
PRONOUNS = _listed(
    "i we you he she they me us him her them my our your his their mine ours yours itself ourselves one both"
)
HELPING = _listed(
    "be is are was were been being am do does did done has have had having will would shall should can could may "
    "might must need needs"
)
# What people write of any promise, so that it tells none from another.
COMMON = HELPING | _listed(
    "let get gets got give gives given make makes made take takes taken go goes going deliver delivers delivered "
    "delivering delivery send sends sent provide provides ready finish finished complete completed start starts "
    "started begin begins new date day days week weeks month months year years end time promise commit commitment "
    "agree agreement team teams hear heard say says said understand understood think know more most least very "
    "well first last next other same own out off ll ve re"
)
# What nobody promises by number: two things, three reasons, both sides.
VAGUE = _listed(
    "thing point part reason way side step question word sentence line item topic option alternative case hand "
    "party commitment promise agreement meeting time team people person other us them place detail note remark "
    "kind sort type version date half change more idea row round turn try attempt section paragraph quarter"
)
PLURALS = _listed("people staff children men women fte ftes gb mb tb kb kg km headcount")
# First names that are words too: they count with a capital, and not where a sentence gives everything one.
ORDINARY_NAMES = _listed(
    "will mark may april june august grace hope faith joy bill rob sue pat art grant chase drew rich dean frank "
    "rose dawn eve jack nick ray miles page wade reed sky summer autumn iris ivy lily daisy violet ruby amber "
    "crystal max guy lane mason hunter carter parker cooper harper angel chance christian don gene glen jean ken "
    "lance norm penny robin ross sandy skip stone van victor ward warren wren young march earl duke baron hazel "
    "olive sage basil felix sunny star jay dale brook forest heath cliff ford kit pip bud buddy major"
)
# Numbers behind these name a thing, they do not count: version 2, phase 3, week 14.
LABELS = _listed(
    "version release v phase step stage milestone sprint option alternative plan section chapter page room level "
    "tier wave batch part item line point number no nr issue ticket rule article art paragraph figure table iso "
    "soc top type class week day round draft case appendix annex iteration increment python windows ios android"
)
# Verbs of those who promise nothing with them: whoever needs, hears or signs a thing does not deliver it.
RECEIVING = _listed(
    "need want expect wait depend rely receive accept ask hope see hear heard understand understood think thought "
    "believe know assume note read said agree agreed sign check confirm review approve decide attend get got become "
    "appreciate trust wonder feel like prefer benefit use follow"
)
# Verbs of those who deliver.
DELIVERING = _listed(
    "deliver own ship do provide send give start run make build write finish complete publish launch release call "
    "prepare hand take commit promise produce create implement set hire train migrate delete remove fix "
    "close pay reduce raise increase cover handle manage lead drive organise organize book sell contact reach "
    "roll draft design collect"
)
MODALS = _listed(
    "will shall ll has have to must is are going should can would am already also then now still first 're 'll"
)
# A name behind these is not the one who does it.
NOT_BEFORE_DOER = _listed(
    "to for with from of by at about than on via in into after before until till since ask asks asked tell "
    "tells told let help helps thank thanks between among inform informs update updates"
)
