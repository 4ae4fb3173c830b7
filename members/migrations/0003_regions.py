"""The regions of the NCG election of 2022, and the postcode areas they are made of.

An area that lies in two regions is given to the one with most of its addresses; staff move single
members by hand, and whole areas in the reference data.
"""

from django.db import migrations

REGIONS = [
    (
        "London & Eastern",
        "london-eastern",
        "E EC N NW SE SW W WC BR CR EN HA IG KT RM SM TW UB AL CB CM CO IP LU NR PE SG SS WD",
    ),
    (
        "North West & North East",
        "north-west-north-east",
        "BB BL CA CH CW FY L LA M OL PR SK WA WN DH DL NE SR TS",
    ),
    ("Midlands", "midlands", "B CV DE DY HR LE LN NG NN ST SY TF WR WS WV"),
    ("South East", "south-east", "BN CT DA GU HP ME MK OX PO RG RH SL SO TN"),
    ("South West", "south-west", "BA BH BS DT EX GL PL SN SP TA TQ TR"),
    (
        "Yorkshire, Northern Ireland & International",
        "yorkshire-ni-international",
        "BD DN HD HG HU HX LS S WF YO BT"
        # Forces post, Crown dependencies, Gibraltar and the overseas territories
        " BF BFPO GY IM JE GX ASCN BBND BIQQ FIQQ PCRN SIQQ STHL TDCU TKCA",
    ),
    ("Scotland", "scotland", "AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE"),
    ("Wales", "wales", "CF LD LL NP SA"),
]
INTERNATIONAL = "yorkshire-ni-international"


def add(apps, schema_editor):
    Region = apps.get_model("members", "Region")
    PostcodeArea = apps.get_model("members", "PostcodeArea")
    for order, (name, code, areas) in enumerate(REGIONS, start=1):
        region = Region.objects.create(
            name=name, code=code, order=order, takes_international=code == INTERNATIONAL
        )
        PostcodeArea.objects.bulk_create(
            PostcodeArea(area=area, region=region) for area in areas.split()
        )


def remove(apps, schema_editor):
    apps.get_model("members", "PostcodeArea").objects.all().delete()
    apps.get_model("members", "Region").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0002_audit_chain")]

    operations = [migrations.RunPython(add, remove)]
