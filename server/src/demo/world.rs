//! The demonstration world: who is in it, what they put up, and what they made from one another's.

use super::pictures::Scene;
use super::sounds::Sound;
use domain::{License, Role};

/// A member of the world.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    /// Handle.
    pub(crate) handle: &'static str,
    /// Name.
    pub(crate) name: &'static str,
    /// Role.
    pub(crate) role: Role,
    /// About themselves.
    pub(crate) bio: &'static str,
}

/// What a record holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// Markdown.
    Text(&'static str),
    /// A language and a program in it.
    Code(&'static str, &'static str),
    /// A drawn picture and its seed.
    Picture(Scene, u32),
    /// A made sound and its seed.
    Sound(Sound, u32),
    /// The one film.
    Film,
}

/// A record of the world.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seed {
    /// The name that other seeds use for it.
    pub(crate) key: &'static str,
    /// The author's handle.
    pub(crate) author: &'static str,
    /// Title.
    pub(crate) title: &'static str,
    /// Content.
    pub(crate) work: Work,
    /// Keys of its sources, with what was used.
    pub(crate) sources: &'static [(&'static str, &'static str)],
    /// Tags, separated by commas.
    pub(crate) tags: &'static str,
    /// License.
    pub(crate) license: License,
    /// Description.
    pub(crate) about: &'static str,
}

/// Everybody; the password of each is `{handle} in the understory`.
pub(crate) const PEOPLE: [Person; 9] = [
    Person {
        handle: "ada",
        name: "Ada Vine",
        role: Role::Admin,
        bio: "Keeps the lights on.",
    },
    Person {
        handle: "dara",
        name: "Dara Quill",
        role: Role::Director,
        bio: "Short films about places that are about to close.",
    },
    Person {
        handle: "cleo",
        name: "Cleo Marsh",
        role: Role::Curator,
        bio: "Reads everything. Looking for things that are *nearly* finished.",
    },
    Person {
        handle: "mira",
        name: "Mira Okafor",
        role: Role::Member,
        bio: "Poems, mostly about water. Take a line, leave a line.",
    },
    Person {
        handle: "jonas",
        name: "Jonas Lind",
        role: Role::Member,
        bio: "Slow music, old guitars, one good microphone.",
    },
    Person {
        handle: "ines",
        name: "Inês Duarte",
        role: Role::Member,
        bio: "I draw what the harbour leaves on my window.",
    },
    Person {
        handle: "tomo",
        name: "Tomo Kanda",
        role: Role::Member,
        bio: "Small programs that draw or sing.",
    },
    Person {
        handle: "wren",
        name: "Wren Abbott",
        role: Role::Member,
        bio: "Editing, field recordings, tea.",
    },
    Person {
        handle: "sol",
        name: "Sol Hernández",
        role: Role::Member,
        bio: "Beats out of kitchens.",
    },
];

const BY: License = License::CcBy;
const SA: License = License::CcBySa;
const NC: License = License::CcByNc;
const ZERO: License = License::Cc0;
const OURS: License = License::Understory;

/// The records written by hand, each after its sources.
pub(crate) const SEEDS: &[Seed] = &[
    Seed {
        key: "poem",
        author: "mira",
        title: "Harbour poem",
        work: Work::Text(
            "The boats come in without their names.\nSomebody painted over them in spring,\nso now the harbour calls them by their sound:\n*the one that coughs*, *the one that sings*,\n*the one that waits outside until it's dark*.\n\n---\n\nI counted lights until they counted me.\nThe water keeps a copy of the town\nand every night it hands it back, a little wrong,\na little slower, upside down.",
        ),
        sources: &[],
        tags: "harbour, night, poem",
        license: BY,
        about: "Two verses that want a tune. Use either.",
    },
    Seed {
        key: "quay",
        author: "ines",
        title: "Quay, 5 a.m.",
        work: Work::Picture(Scene::Harbour, 11),
        sources: &[],
        tags: "harbour, night",
        license: BY,
        about: "",
    },
    Seed {
        key: "tin",
        author: "wren",
        title: "Rain on tin",
        work: Work::Picture(Scene::Rain, 2),
        sources: &[],
        tags: "rain, texture",
        license: ZERO,
        about: "The roof of the boat shed. Take it for anything.",
    },
    Seed {
        key: "chorus",
        author: "jonas",
        title: "Chorus sketch",
        work: Work::Sound(Sound::Melody, 4),
        sources: &[("poem", "The rhythm of the first line gave me the tune.")],
        tags: "guitar, 74-bpm, needs-vocals",
        license: BY,
        about: "Sixteen bars that go round. Somebody sing on it, please.",
    },
    Seed {
        key: "lights",
        author: "sol",
        title: "Harbour lights, slow version",
        work: Work::Sound(Sound::Chords, 7),
        sources: &[
            ("poem", "The second verse is hers, word for word."),
            ("chorus", "Slowed to 62 bpm, and thank you for the harmony."),
            ("quay", "The mood I played to."),
        ],
        tags: "62-bpm, harbour, needs-strings",
        license: BY,
        about: "Played at the kitchen table, one take, fridge switched off.",
    },
    Seed {
        key: "hills",
        author: "ines",
        title: "Six ridges before breakfast",
        work: Work::Picture(Scene::Hills, 0),
        sources: &[],
        tags: "hills, mist, landscape",
        license: SA,
        about: "",
    },
    Seed {
        key: "palette",
        author: "tomo",
        title: "A palette from fog",
        work: Work::Code(
            "Python",
            "def fog(near, far, steps=6):\n    \"\"\"Colours from near to far, as fog would mix them.\"\"\"\n    for step in range(steps):\n        share = (step / (steps - 1)) ** 0.7\n        yield tuple(\n            round(a + (b - a) * share)\n            for a, b in zip(near, far)\n        )\n\n\nfor colour in fog((26, 43, 38), (242, 224, 189)):\n    print(\"#%02x%02x%02x\" % colour)\n",
        ),
        sources: &[("hills", "Read the colours off her ridges.")],
        tags: "colour, python, tool",
        license: SA,
        about: "Prints six colours. Change the ends.",
    },
    Seed {
        key: "ferry-script",
        author: "mira",
        title: "Night ferry, a script in nine lines",
        work: Work::Text(
            "**EXT. QUAY - NIGHT**\n\nA ferry that no longer runs is lit from inside.\n\nNOOR (60) buys a ticket from nobody.\n\nNOOR: One way.\n\nThe water answers with the town's lights, upside down.\n\nNOOR: *(to the water)* You always get that bit wrong.\n\nThe ferry coughs. It knows its name.",
        ),
        sources: &[(
            "poem",
            "The boats without names, and the water's copy of the town.",
        )],
        tags: "script, short-film, harbour",
        license: BY,
        about: "For anyone with a camera and a coat.",
    },
    Seed {
        key: "storyboard",
        author: "ines",
        title: "Night ferry, frames 1 to 6",
        work: Work::Picture(Scene::Harbour, 23),
        sources: &[
            ("ferry-script", "Frame by frame, down to the cough."),
            ("quay", "Same window, later."),
        ],
        tags: "storyboard, short-film",
        license: BY,
        about: "",
    },
    Seed {
        key: "film",
        author: "wren",
        title: "Night ferry (film test)",
        work: Work::Film,
        sources: &[
            ("storyboard", "Shot list and light."),
            ("lights", "The whole of it, as the score."),
            ("ferry-script", "All nine lines."),
        ],
        tags: "short-film, test",
        license: BY,
        about: "A camera test for the crossing. Sound comes with the next cut.",
    },
    Seed {
        key: "beat",
        author: "sol",
        title: "Pots and pans in 4/4",
        work: Work::Sound(Sound::Beat, 3),
        sources: &[],
        tags: "beat, kitchen, 120-bpm",
        license: ZERO,
        about: "Everything you hear is from one cupboard.",
    },
    Seed {
        key: "waves",
        author: "tomo",
        title: "Waves from a sine",
        work: Work::Code(
            "JavaScript",
            "// Draws a sea from one sine a row, each a little late.\nconst sea = (context, time) => {\n  const { width, height } = context.canvas;\n  context.clearRect(0, 0, width, height);\n  for (let row = 0; row < 40; row++) {\n    context.beginPath();\n    for (let x = 0; x <= width; x += 4) {\n      const lift = Math.sin(x / 60 + time + row * 0.7) * row * 0.6;\n      context.lineTo(x, row * (height / 40) + lift);\n    }\n    context.stroke();\n  }\n};\n",
        ),
        sources: &[(
            "poem",
            "“A little wrong, a little slower” is the phase shift.",
        )],
        tags: "javascript, generative, water",
        license: BY,
        about: "",
    },
    Seed {
        key: "letters",
        author: "wren",
        title: "Letters to a closed cinema",
        work: Work::Text(
            "Dear Rex,\n\nthey took your letters down on Tuesday. The X went first. For an hour you were a king.\n\nI was nine when you showed me the sea, and when I got there I said: *it's smaller*.\n\nYours in the dark,  \nrow F",
        ),
        sources: &[],
        tags: "letter, cinema",
        license: OURS,
        about: "The first of a set. Write one to a place of yours.",
    },
    Seed {
        key: "letters-2",
        author: "mira",
        title: "Letters to a closed cinema: the projectionist answers",
        work: Work::Text(
            "Dear row F,\n\nI saw you. I saw all of you, from behind, lit by whatever I was showing.\n\nThe sea was smaller because I focused it for the back row.\n\nForgive the scratch at minute forty. That was my sleeve.\n\nRex (what's left: the lamp, the chair)",
        ),
        sources: &[("letters", "Answered in Rex's own voice.")],
        tags: "letter, cinema",
        license: OURS,
        about: "",
    },
    Seed {
        key: "letters-3",
        author: "sol",
        title: "Letters to a closed kitchen",
        work: Work::Text(
            "Dear Calle Ocho 14,\n\nyou still smell of cumin in my coat.\n\nThe new people have an island. You had a table with a short leg and a folded menu under it, and nobody ever ate alone.\n\nI play your pots on Sundays. They are in tune with nothing but each other.",
        ),
        sources: &[("letters", "The form, and the courage to write to a room.")],
        tags: "letter, kitchen",
        license: OURS,
        about: "",
    },
    Seed {
        key: "leaf",
        author: "ines",
        title: "Understory, from below",
        work: Work::Picture(Scene::Leaves, 3),
        sources: &[],
        tags: "leaves, green, texture",
        license: BY,
        about: "Lying on my back for an hour counts as work.",
    },
    Seed {
        key: "leaf-autumn",
        author: "cleo",
        title: "Understory, in October",
        work: Work::Picture(Scene::Leaves, 7),
        sources: &[("leaf", "Same leaves, a month later.")],
        tags: "leaves, autumn",
        license: BY,
        about: "",
    },
    Seed {
        key: "leaf-lilac",
        author: "wren",
        title: "Understory, as my phone saw it",
        work: Work::Picture(Scene::Leaves, 4),
        sources: &[
            ("leaf", "The composition."),
            ("palette", "Ran it backwards for the lilac."),
        ],
        tags: "leaves, colour",
        license: SA,
        about: "",
    },
    Seed {
        key: "strings",
        author: "jonas",
        title: "Harbour lights, with strings",
        work: Work::Sound(Sound::Chords, 12),
        sources: &[(
            "lights",
            "Everything. I only put the strings where the silence was.",
        )],
        tags: "strings, 62-bpm, harbour",
        license: BY,
        about: "Two violas recorded four times. It asked for strings, so.",
    },
    Seed {
        key: "lights-beat",
        author: "tomo",
        title: "Harbour lights, with pots and pans",
        work: Work::Sound(Sound::Beat, 9),
        sources: &[
            ("lights", "The chords, chopped into eighths."),
            ("beat", "All the pots. None of the pans."),
        ],
        tags: "beat, harbour",
        license: BY,
        about: "",
    },
    Seed {
        key: "lights-piano",
        author: "mira",
        title: "Harbour lights, found at the piano",
        work: Work::Sound(Sound::Melody, 21),
        sources: &[
            ("lights", "The second half, in the left hand."),
            ("strings", "The silence you left is where I come in."),
        ],
        tags: "piano, harbour",
        license: BY,
        about: "My first one with notes in it.",
    },
    Seed {
        key: "tin-song",
        author: "jonas",
        title: "Tin roof study",
        work: Work::Sound(Sound::Melody, 8),
        sources: &[("tin", "Played what the picture sounds like.")],
        tags: "guitar, rain, study",
        license: BY,
        about: "",
    },
    Seed {
        key: "tin-words",
        author: "cleo",
        title: "Eleven words for rain on tin",
        work: Work::Text(
            "1. patter\n2. hush\n3. argument\n4. applause\n5. somebody sorting cutlery upstairs\n6. static\n7. the radio between stations\n8. gravel\n9. rice\n10. *listen*\n11. sleep",
        ),
        sources: &[("tin", "Looked at it until it made a noise.")],
        tags: "list, rain",
        license: BY,
        about: "A curator may write a list.",
    },
    Seed {
        key: "tin-code",
        author: "tomo",
        title: "Rain that lands on the beat",
        work: Work::Code(
            "Rust",
            "/// Drops per row: more where the pattern has a hit.\nfn rain(pattern: &str, rows: usize) -> Vec<String> {\n    let hits: Vec<bool> = pattern.chars().map(|c| c == 'x').collect();\n    (0..rows)\n        .map(|row| {\n            hits.iter()\n                .enumerate()\n                .map(|(i, hit)| if *hit && (row + i) % 3 == 0 { '╲' } else { ' ' })\n                .collect()\n        })\n        .collect()\n}\n\nfn main() {\n    for row in rain(\"x..x..x.x..x..x.\", 8) {\n        println!(\"{row}\");\n    }\n}\n",
        ),
        sources: &[("tin", "The slant."), ("beat", "The pattern is bar two.")],
        tags: "rust, generative, rain",
        license: BY,
        about: "",
    },
    Seed {
        key: "hills-dusk",
        author: "wren",
        title: "Six ridges after dinner",
        work: Work::Picture(Scene::Hills, 2),
        sources: &[("hills", "Her ridges, my hour.")],
        tags: "hills, dusk",
        license: SA,
        about: "",
    },
    Seed {
        key: "hills-blue",
        author: "cleo",
        title: "Six ridges, remembered",
        work: Work::Picture(Scene::Hills, 6),
        sources: &[
            ("hills", "From memory, with the tab closed."),
            ("hills-dusk", "The order of the light."),
        ],
        tags: "hills, mist",
        license: SA,
        about: "",
    },
    Seed {
        key: "hills-poem",
        author: "mira",
        title: "Counting ridges",
        work: Work::Text(
            "One is the edge of the world I can touch.\nTwo has a road on it, three has the rest of the road.\nFour is a guess.\nFive is the colour you get when you wash\na brush you were fond of.\n\nSix isn't there.\nI count it anyway.",
        ),
        sources: &[("hills", "All six, from near to far.")],
        tags: "poem, hills",
        license: SA,
        about: "",
    },
    Seed {
        key: "hills-song",
        author: "sol",
        title: "Counting ridges (sung)",
        work: Work::Sound(Sound::Melody, 33),
        sources: &[("hills-poem", "Every word, and the pause before six.")],
        tags: "song, hills",
        license: SA,
        about: "",
    },
    Seed {
        key: "nc-portrait",
        author: "ines",
        title: "The woman who feeds the gulls",
        work: Work::Picture(Scene::Harbour, 34),
        sources: &[],
        tags: "portrait, harbour",
        license: NC,
        about: "Not for selling: she asked me that.",
    },
    Seed {
        key: "nc-letter",
        author: "wren",
        title: "What the gulls owe her",
        work: Work::Text(
            "Eleven years of heels of bread.\nOne hat.\nAn apology, in writing, from the big one.",
        ),
        sources: &[("nc-portrait", "Her, and the bread.")],
        tags: "gulls, harbour, list",
        license: NC,
        about: "",
    },
    Seed {
        key: "gone",
        author: "sol",
        title: "Harbour lights, dance version",
        work: Work::Sound(Sound::Beat, 15),
        sources: &[("lights-beat", "Twice as fast.")],
        tags: "beat, dance",
        license: BY,
        about: "",
    },
    Seed {
        key: "gone-after",
        author: "jonas",
        title: "Harbour lights, the morning after",
        work: Work::Sound(Sound::Chords, 19),
        sources: &[("gone", "What was left of it at 7 a.m.")],
        tags: "slow, harbour",
        license: BY,
        about: "The record it was made from was withdrawn; its place in the lineage stays.",
    },
];

/// A call that many answered: further records made from one, by title.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fan {
    /// Key of the record they answer.
    pub(crate) source: &'static str,
    /// What they used.
    pub(crate) used: &'static [&'static str],
    /// Their titles.
    pub(crate) titles: &'static [&'static str],
    /// The first of their contents; later ones have the next seeds.
    pub(crate) work: Work,
    /// Tags.
    pub(crate) tags: &'static str,
    /// License.
    pub(crate) license: License,
}

/// Answers to calls, which make the broad parts of the tree.
pub(crate) const FANS: &[Fan] = &[
    Fan {
        source: "chorus",
        used: &[
            "The tune, hummed.",
            "Bars nine to sixteen.",
            "Sang over it, once.",
            "Only the chords.",
        ],
        titles: &[
            "Chorus, hummed in a stairwell",
            "Chorus, low voice",
            "Chorus, two voices a third apart",
            "Chorus with a bus in it",
            "Chorus, whistled",
            "Chorus, for my grandmother's accordion",
            "Chorus, an octave up",
            "Chorus, very tired",
            "Chorus, left hand only",
            "Chorus with a dog",
            "Chorus, in a church, illegally",
            "Chorus, answering machine",
            "Chorus, fretless",
            "Chorus, before the train",
            "Chorus for two kettles",
            "Chorus, learned by heart",
            "Chorus, sung to a plant",
            "Chorus at 5 a.m., quietly",
            "Chorus, last bus home",
            "Chorus with the window open",
        ],
        work: Work::Sound(Sound::Melody, 40),
        tags: "vocals, sing-this-chorus",
        license: BY,
    },
    Fan {
        source: "quay",
        used: &[
            "The lights, in another weather.",
            "The horizon line.",
            "Where the water keeps its copy.",
        ],
        titles: &[
            "Quay, 6 a.m.",
            "Quay, the night the power failed",
            "Quay from the other side",
            "Quay, with my lamp off",
            "Quay, first frost",
            "Quay, wedding boat leaving",
            "Quay, nobody",
            "Quay, drawn by someone who has never seen it",
            "Quay, fog, second attempt",
            "Quay with one gull",
            "Quay on market day",
            "Quay, drawn left-handed",
            "Quay, low water",
            "Quay, from the ferry",
        ],
        work: Work::Picture(Scene::Harbour, 50),
        tags: "harbour, night, quay",
        license: BY,
    },
    Fan {
        source: "leaf",
        used: &["Looked up, like she did.", "The light between two leaves."],
        titles: &[
            "Understory, under glass",
            "Understory, wind",
            "Understory, at the bus stop",
            "Understory, hotel carpet",
            "Understory, drought",
            "Understory, after the storm",
            "Understory, my balcony, four pots",
            "Understory, in negative",
            "Understory, the one leaf that stayed",
            "Understory, by streetlight",
            "Understory, seen by a beetle",
            "Understory, roof garden",
            "Understory, first week of May",
            "Understory, photocopied",
            "Understory, in a puddle",
        ],
        work: Work::Picture(Scene::Leaves, 60),
        tags: "leaves, green",
        license: BY,
    },
    Fan {
        source: "beat",
        used: &[
            "The lid of the big one.",
            "All of it, at half speed.",
            "The accident in bar six.",
        ],
        titles: &[
            "Pots and pans, neighbours downstairs",
            "Pots and pans in 7/8",
            "Pots and pans, polite version",
            "Pots and pans, one spoon",
            "Pots and pans, under water",
            "Pots and pans, with apology",
            "Pots and pans, dishwasher remix",
            "Pots and pans, rehearsal",
            "Pots and pans, no lids",
            "Pots and pans, Sunday",
            "Pots and pans, underwater",
            "Pots and pans, for Grandma",
        ],
        work: Work::Sound(Sound::Beat, 70),
        tags: "beat, kitchen",
        license: BY,
    },
    Fan {
        source: "hills",
        used: &["The nearest ridge.", "Her mist, over my town."],
        titles: &[
            "Six ridges, train window",
            "Six ridges, drawn on a receipt",
            "Six ridges, winter",
            "Six ridges, one is a building",
            "Six ridges, rotated",
            "Six ridges for a bedroom wall",
            "Six ridges, hotel window",
            "Six ridges, only five",
            "Six ridges, left over paint",
            "Six ridges and a pylon",
            "Six ridges, before rain",
        ],
        work: Work::Picture(Scene::Hills, 80),
        tags: "hills, landscape",
        license: SA,
    },
    Fan {
        source: "strings",
        used: &[
            "The second viola.",
            "The last chord, held.",
            "Eight bars, backwards.",
        ],
        titles: &[
            "With strings, without lights",
            "With strings, plucked",
            "With strings, cassette",
            "With one string",
            "With strings, for the credits",
            "With strings, tuned down",
            "With strings, and breathing",
            "With strings, from the next room",
            "With strings, almost",
        ],
        work: Work::Sound(Sound::Chords, 90),
        tags: "strings, harbour",
        license: BY,
    },
    Fan {
        source: "film",
        used: &["The frame at 0:03.", "The light in the ferry's windows."],
        titles: &[
            "Night ferry, poster",
            "Night ferry, poster, rejected",
            "Night ferry, lobby card",
            "Night ferry, matchbox label",
            "Night ferry, title card",
            "Night ferry, ticket stub",
            "Night ferry, contact sheet",
        ],
        work: Work::Picture(Scene::Harbour, 100),
        tags: "poster, short-film",
        license: BY,
    },
];
