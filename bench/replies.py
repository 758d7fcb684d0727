"""What the bots that keep nothing say to a claim: the same four calls as Paidan, with texts as long as its own."""

TOAST = "E-0142 is yours. Address and phone are in our private chat."
CARD = "🧹 <b>E-0142 · Cleaning</b>\nTue 24 Nov, 9:00–11:00 · Eastgate\n<i>Wash the kitchen window</i>\n🟡 Boris is on it"
COMING = "<b>Boris will come</b> for E-0142: 🧹 Cleaning, Tue 24 Nov, 9:00–11:00.\nI will tell you when Boris is there."
MINE = (
    "<b>You have E-0142</b>: 🧹 Cleaning\nTue 24 Nov, 9:00–11:00\nWash the kitchen window\n\nAnna Lind, +86 138 0013 8000\n"
    "Eastgate Road 5, building 7, door 302, Eastgate\n\nPress a button when you arrive and when you have finished."
)
