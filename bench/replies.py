"""What the bots that keep nothing say to a claim: the same four calls as Paidan, with texts as long as its own."""

TOAST = "E-0142 is yours. Address and phone are in our private chat."
CARD = """🧹 <b>E-0142 · Cleaning</b>
Tue 24 Nov, 9:00–11:00 · Eastgate
<i>Wash the kitchen window</i>
🟡 Boris is on it"""
COMING = """<b>Boris</b> will come for E-0142: 🧹 Cleaning, Tue 24 Nov, 9:00–11:00.
You will hear from me when Boris arrives."""
MINE = """You have <b>E-0142</b>: 🧹 Cleaning, Tue 24 Nov, 9:00–11:00.
<b>Anna Lind</b>, 138 0013 8000
Eastgate Road 5, building 7, door 302, Eastgate
Wash the kitchen window

Press a button when you arrive and when you have finished."""
