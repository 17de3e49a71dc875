"""Lantern House: an invented circle for people who live with grief and long illness."""

from config.seeds.cast import Story, Words

PUBLIC = """\
## How we work
One common room for everybody and small subgroups, each with a curator. People write when they have the strength and read when they want to.
Once a week I answer whatever nobody else has.

## What I do, what you do
I see to it that everyone is heard, and I answer in person. You keep what others confide: what is written here stays here.

## What I do not promise
That it will be easy. You will not be alone with it.

## Questions
Ask before you join; a short letter is enough.

Lantern House does not replace a doctor or emergency help.
"""

STORY = Story(
    slug="lantern",
    name="Lantern House",
    language="en",
    time_zone="Europe/London",
    accent="plum",
    owner="Margaret",
    curators={"Juniper": "Harbour"},
    member="FieldMouse",
    people=[
        "Rowan",
        "SlowTuesday",
        "Bracken",
        "Ferryman",
        "Linnet",
        "Thyme",
        "Hazelnut",
        "DuckOnToast",
    ],
    subgroups=[
        (
            "Harbour",
            "Working while ill",
            "open",
            "harbour",
            ["FieldMouse", "Rowan", "Ferryman", "Thyme"],
        ),
        (
            "Warm Shore",
            "Parents who need holding up themselves",
            "open",
            "shore",
            ["Bracken", "Hazelnut", "DuckOnToast"],
        ),
        (
            "Quiet Room",
            "About loss; read by its own people only",
            "closed",
            "quietroom",
            ["FieldMouse", "Linnet"],
        ),
    ],
    plan=("Membership", "The common room, one or more subgroups, an answer from me every week."),
    prices=[("EUR", 1900, "card"), ("GBP", 1700, "card"), ("USD", 2100, "card")],
    public_page=PUBLIC,
    help_contacts="If it gets too much, write me one line: it reaches me with or without a paid place.",
    words=[
        Words(
            21,
            "09:30",
            "Margaret",
            "Good morning. A reminder of how the rooms are built: everybody reads the common room and Harbour, only its own people read the Quiet Room. Under each post it says who will read it. #house",
            answers=[
                ("Rowan", "I like that the page says it, so I never have to guess."),
                ("Bracken", "It is why I dared to write at all."),
            ],
        ),
        Words(
            15,
            "20:45",
            "Rowan",
            "For three weeks I have answered 'fine' at work. Today I said 'slow day' instead and nothing collapsed. #smallsteps",
            answers=[
                ("Ferryman", "Same with my manager. Scary first, then quieter inside."),
                ("Thyme", "What were the words? I would like to borrow them."),
                ("Rowan", "@Thyme roughly: 'I am slow today, you will have it by the evening.'"),
            ],
        ),
        Words(
            12,
            "08:10",
            "Juniper",
            "Harbour, this week one line a day about something you got half done. Half counts. #harbour",
            place="Harbour",
            answers=[
                ("FieldMouse", "Half a window, washed."),
                ("Rowan", "Half a report. A colleague did the rest, and I let him."),
            ],
        ),
        Words(
            9,
            "02:50",
            "FieldMouse",
            "Third night without sleep. No need to answer. I only wanted someone to know I am here.",
            place="Harbour",
            answers=[("Juniper", "I know. I am near."), ("Thyme", "So am I.")],
        ),
        Words(
            7,
            "18:30",
            "Bracken",
            "My son asked why mum is lying down again. I told him the truth, the short one. He brought a blanket and went back to his game. So that was allowed all along. #children",
            answers=[
                ("Hazelnut", "I will keep 'the short truth'."),
                ("DuckOnToast", "A blanket is no small thing."),
            ],
        ),
        Words(
            6,
            "12:15",
            "Linnet",
            "A year. I still put the cup in the same place. Today, for the first time, I told her about the weather instead of crying.",
            place="Quiet Room",
            answers=[("FieldMouse", "Reading, and quiet with you.")],
        ),
        Words(
            4,
            "17:50",
            "Ferryman",
            "Has anybody talked an employer into a shorter week? Not 'just quit', please: a real conversation somebody had. #work #harbour",
            answers=[("Rowan", "I have. I will write it up tomorrow.")],
        ),
        Words(
            3,
            "21:20",
            "Thyme",
            "My list for bad days, three years in the making: water by the bed, warm socks, one message to one person. Add yours? #smallsteps",
            answers=[
                ("DuckOnToast", "Curtains shut, and leave to decide nothing before evening."),
                ("SlowTuesday", "Two minutes of my sister's voice, recorded."),
            ],
        ),
        Words(
            2,
            "10:05",
            "SlowTuesday",
            "First time I start something here. In the old chat I could never keep up. Hello.",
        ),
        Words(
            0, "07:40", "Rowan", "@FieldMouse I thought of you in the night. How is today? #harbour"
        ),
    ],
)
