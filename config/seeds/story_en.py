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
    prices=[
        ("EUR", 1900, "card"),
        ("GBP", 1700, "card"),
        ("USD", 2100, "card"),
        ("GBP", 1700, "hand"),
    ],
    public_page=PUBLIC,
    help_contacts="If it gets too much, write me one line: it reaches me with or without a paid place.",
    words=[
        Words(
            2,
            "07:40",
            "SlowTuesday",
            "First time I start something here. In the old chat I could never keep up. Hello. #harbour",
        ),
        Words(
            2,
            "09:30",
            "Margaret",
            "Good morning. A reminder of how the rooms are built: everybody reads the common room and Harbour, only its own people read the Quiet Room. Under each post it says who will read it. #house",
            answers=[
                ("Rowan", "I like that the page says it, so I never have to guess."),
                ("Bracken", "It is why I dared to write at all."),
            ],
        ),
        Words(
            2,
            "11:10",
            "DuckOnToast",
            "Question of the day from the youngest: 'Are you lying down sad or just lying down?' Just lying down, I said. He checked, and agreed. #children",
            answers=[("Bracken", "What a precise person.")],
        ),
        Words(
            2,
            "12:15",
            "Linnet",
            "A year. I still put the cup in the same place. Today, for the first time, I told her about the weather instead of crying.",
            place="Quiet Room",
            answers=[("FieldMouse", "Reading, and quiet with you.")],
        ),
        Words(
            2,
            "14:20",
            "Hazelnut",
            "The new surgery has armchairs in the corridor instead of benches. I sat and was pleased before anything had happened. #smallsteps",
        ),
        Words(
            2,
            "17:50",
            "Ferryman",
            "Has anybody talked an employer into a shorter week? Not 'just quit', please: a real conversation somebody had. #work #harbour",
            answers=[("Rowan", "I have. I will write it up tomorrow.")],
        ),
        Words(
            2,
            "20:30",
            "Thyme",
            "Writing from the bath, the phone in a sandwich bag, my back forgiving me by degrees. Not dignified. Inventive.",
        ),
        Words(
            2,
            "21:20",
            "Thyme",
            "My list for bad days, three years in the making: water by the bed, warm socks, one message to one person. Add yours? #smallsteps",
            answers=[
                ("DuckOnToast", "Curtains shut, and leave to decide nothing before evening."),
                ("Hazelnut", "Two minutes of my sister's voice, recorded."),
            ],
        ),
        Words(
            1,
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
            1,
            "09:15",
            "Hazelnut",
            "Morning report: porridge did not boil over, nobody was late, mum had five minutes by the window. All according to plan. There was no plan.",
        ),
        Words(
            1,
            "11:45",
            "Rowan",
            "For three weeks I have answered 'fine' at work. Today I said 'slow day' instead and nothing collapsed. #smallsteps",
            answers=[
                ("Ferryman", "Same with my manager. Scary first, then quieter inside."),
                ("Thyme", "What were the words? I would like to borrow them."),
                ("Rowan", "@Thyme roughly: 'I am slow today, you will have it by the evening.'"),
            ],
        ),
        Words(
            1,
            "13:00",
            "Ferryman",
            "I eat lunch in the car because the canteen wants conversation. Today somebody with a flask parked next to me and we nodded like conspirators. #work",
            place="Harbour",
            answers=[("Thyme", "The society of silent flasks. Count me in.")],
        ),
        Words(
            1,
            "15:40",
            "Bracken",
            "My son asked why mum is lying down again. I told him the truth, the short one. He brought a blanket and went back to his game. So that was allowed all along. #children",
            answers=[
                ("Hazelnut", "I will keep 'the short truth'."),
                ("DuckOnToast", "A blanket is no small thing."),
            ],
        ),
        Words(
            1,
            "17:30",
            "Thyme",
            "Who is seeing an occupational therapist just now: how long was the wait? Only to know what to expect, not instead of a doctor.",
            place="Harbour",
        ),
        Words(
            1,
            "19:05",
            "Linnet",
            "Mended the zip on a coat and thought about how many things need not be thrown away.",
        ),
        Words(
            1,
            "20:20",
            "DuckOnToast",
            "An evening without homework: everybody pretended to have forgotten. Me too.",
            place="Warm Shore",
            answers=[("Hazelnut", "A collective lapse of memory. I approve.")],
        ),
        Words(
            1,
            "21:10",
            "Hazelnut",
            "My daughter asked to 'sit quietly next to each other'. Forty minutes. Best of the month. #children",
            place="Warm Shore",
            answers=[("Bracken", "Forty minutes is an eternity, a good one.")],
        ),
        Words(
            0,
            "02:40",
            "FieldMouse",
            "Third night without sleep. No need to answer. I only wanted someone to know I am here.",
            place="Harbour",
            answers=[("Juniper", "I know. I am near."), ("Thyme", "So am I.")],
        ),
        Words(
            0,
            "06:30",
            "Linnet",
            "Up early with the dog. Frost, street lamps, nobody. I thought of you all, asleep and not.",
        ),
        Words(
            0,
            "07:15",
            "Bracken",
            "The Monday rule of our kitchen: tea first, then the news, and that only if it must be.",
        ),
        Words(
            0,
            "07:30",
            "Margaret",
            "This week I answer whatever was left without an answer. If yours has been quiet for longer than is good for you, write me one line. #house",
        ),
        Words(
            0, "07:40", "Rowan", "@FieldMouse I thought of you in the night. How is today? #harbour"
        ),
    ],
    newcomer="SlowTuesday",
    asks={"Hazelnut": "Harbour"},
    line=(
        "Bracken",
        "Margaret, I only read at the moment, but I read every day. I wanted you to know.",
    ),
    guests={"member.ru": "NorthWindow"},
    soon=[
        (
            "Ferryman",
            "The train is standing in a field and the conductor is giving out tea. Nobody is cross. I write it down to remember.",
        ),
        ("Thyme", "New line on the list for bad days: open this page and answer nobody."),
        (
            "DuckOnToast",
            "Breaking news: homework done before supper. No details, we do not believe it ourselves.",
        ),
        (
            "Hazelnut",
            "Went out on the balcony for one minute. This is minute ten. There is a moon.",
        ),
        ("Bracken", "Is anybody else looking out of a window? It has started to snow here."),
        ("Linnet", "Testing the line: I am here, it is quiet, I am all right. That is all."),
    ],
)
