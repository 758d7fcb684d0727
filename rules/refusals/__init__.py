"""Every way to say no, as a code with fields; the sentences live in bot/messages/refusals.

Refusal
├── Unknown            the thing is not there, or not for this person to see (told alike, on purpose)
│   ├── UnknownOrder · UnknownButton · StaleButton · NoCommunity · NothingToCancel · UnknownWish
├── NotAllowed         the person may not do this
│   ├── NotApproved · AwaitingApproval · OwnOrder · OwnMinutes · NotYourClaim · NotYourOrder · NotACoordinator
│   ├── NotAnOwner · NoPrivateChat · TooManyClaims
│   ├── Paused · NotVetted · OwnCheck
│   ├── NotOutYet · OwnReview · CannotWriteToYou
│   ├── CannotBeOffered · NotOffered · TooManyOffers · LooksForAnother
│   ├── NotYourWish · TooManyWishes
│   ├── ActsForResident · OwnFinish · NotYourRelative · NotAsked · OwnRequest · TooManyRelatives
│   ├── KeptForOthers · SomebodyAskedFirst
│   └── NobodyToRemind · NotYourDuty
├── TooLate            the order has moved on
│   ├── AlreadyClaimed · AlreadyYours · AlreadyArrived · AlreadyFinished · OrderOver · SomebodyArrived
│   ├── FewerThanClaimed · NotFinishedYet · NotDisputed · AlreadyDecided · AlreadyStandingBy · PlaceIsFree
│   ├── EnoughStandBy · NobodyNeeded · ChooseRole · RoleTaken · RolesTaken
│   ├── HelperNotVetted · RouteThere
│   ├── AlreadyReviewed · NotInReview · NothingAsked
│   ├── HoldsNothing · HoldsAlready · HelperFinished · NoPlaceLeft · OfferedAlready · HasDeclined
│   ├── NoOtherTeam · NobodyToAsk · EveryWeekIsOver · ServiceGone
│   ├── WishTaken · WishYours · WishOver · WishMovedOn
│   ├── ActsAlready · ProxyAnswered
│   └── ReminderOver · DutyOver · SwapAnswered
├── Unreadable         an answer could not be taken; the question is asked again
│   ├── EmptyAnswer · TooLong · NotAChoice · NotAPhone · SomeoneElsesContact · TimeNotUnderstood · NoSuchDay
│   ├── NoSuchTime · TimePassed · TimeTooFar · BadMinutes · BadCount · WrongKind · FileTooLarge · TooManyFiles
│   ├── BadValue · OverWishLimit · NotAPhoto · WrongPin · NotAPin
│   └── NothingChosen · UnknownZone · BadLadder · DayPassed · DateTooFar · EmptyRoute · NoDayLeft
├── BadLink            a deep link or code that opens nothing
│   ├── LinkUnknown · LinkUsed · LinkExpired · LinkNotYours
└── BadGroup           a group that cannot be bound
    └── NotAGroup · GroupTaken · TooMany · TooManyOrders
"""

from rules.refusals.about_callers import (
    ActsAlready,
    ActsForResident,
    NotAPin,
    NotAsked,
    NotYourRelative,
    OwnFinish,
    OwnRequest,
    ProxyAnswered,
    TooManyRelatives,
    WrongPin,
)
from rules.refusals.bad_group import (
    BadGroup,
    GroupTaken,
    NotAGroup,
    TooMany,
    TooManyOrders,
)
from rules.refusals.bad_link import (
    BadLink,
    LinkExpired,
    LinkNotYours,
    LinkUnknown,
    LinkUsed,
)
from rules.refusals.first_choice import (
    KeptForOthers,
    SomebodyAskedFirst,
)
from rules.refusals.not_allowed import (
    AwaitingApproval,
    CannotBeOffered,
    CannotWriteToYou,
    LooksForAnother,
    NoPrivateChat,
    NotACoordinator,
    NotAllowed,
    NotAnOwner,
    NotApproved,
    NotOffered,
    NotOutYet,
    NotVetted,
    NotYourClaim,
    NotYourOrder,
    NotYourWish,
    OwnCheck,
    OwnMinutes,
    OwnOrder,
    OwnReview,
    Paused,
    TooManyClaims,
    TooManyOffers,
    TooManyWishes,
)
from rules.refusals.of_people import DutyOver, NobodyToRemind, NotYourDuty, ReminderOver, SwapAnswered
from rules.refusals.refusal import Refusal
from rules.refusals.too_late import (
    AlreadyArrived,
    AlreadyClaimed,
    AlreadyDecided,
    AlreadyFinished,
    AlreadyReviewed,
    AlreadyStandingBy,
    AlreadyYours,
    ChooseRole,
    EnoughStandBy,
    EveryWeekIsOver,
    FewerThanClaimed,
    HasDeclined,
    HelperFinished,
    HelperNotVetted,
    HoldsAlready,
    HoldsNothing,
    NobodyNeeded,
    NobodyToAsk,
    NoOtherTeam,
    NoPlaceLeft,
    NotDisputed,
    NotFinishedYet,
    NothingAsked,
    NotInReview,
    OfferedAlready,
    OrderOver,
    PlaceIsFree,
    RolesTaken,
    RoleTaken,
    RouteThere,
    ServiceGone,
    SomebodyArrived,
    TooLate,
    WishMovedOn,
    WishOver,
    WishTaken,
    WishYours,
)
from rules.refusals.unknown import (
    NoCommunity,
    NothingToCancel,
    StaleButton,
    Unknown,
    UnknownButton,
    UnknownOrder,
    UnknownWish,
)
from rules.refusals.unreadable import (
    BadCount,
    BadLadder,
    BadMinutes,
    BadValue,
    DateTooFar,
    DayPassed,
    EmptyAnswer,
    EmptyRoute,
    FileTooLarge,
    NoDayLeft,
    NoSuchDay,
    NoSuchTime,
    NotAChoice,
    NotAPhone,
    NotAPhoto,
    NothingChosen,
    OverWishLimit,
    SomeoneElsesContact,
    TimeNotUnderstood,
    TimePassed,
    TimeTooFar,
    TooLong,
    TooManyFiles,
    UnknownZone,
    Unreadable,
    WrongKind,
)

__all__ = [
    "ActsAlready",
    "ActsForResident",
    "AlreadyArrived",
    "AlreadyClaimed",
    "AlreadyDecided",
    "AlreadyFinished",
    "AlreadyReviewed",
    "AlreadyStandingBy",
    "AlreadyYours",
    "AwaitingApproval",
    "BadCount",
    "BadGroup",
    "BadLadder",
    "BadLink",
    "BadMinutes",
    "BadValue",
    "CannotBeOffered",
    "CannotWriteToYou",
    "ChooseRole",
    "DateTooFar",
    "DayPassed",
    "DutyOver",
    "EmptyAnswer",
    "EmptyRoute",
    "EnoughStandBy",
    "EveryWeekIsOver",
    "FewerThanClaimed",
    "FileTooLarge",
    "GroupTaken",
    "HasDeclined",
    "HelperFinished",
    "HelperNotVetted",
    "HoldsAlready",
    "HoldsNothing",
    "KeptForOthers",
    "LinkExpired",
    "LinkNotYours",
    "LinkUnknown",
    "LinkUsed",
    "LooksForAnother",
    "NoCommunity",
    "NoDayLeft",
    "NoOtherTeam",
    "NoPlaceLeft",
    "NoPrivateChat",
    "NoSuchDay",
    "NoSuchTime",
    "NobodyNeeded",
    "NobodyToAsk",
    "NobodyToRemind",
    "NotAChoice",
    "NotACoordinator",
    "NotAGroup",
    "NotAPhone",
    "NotAPhoto",
    "NotAPin",
    "NotAllowed",
    "NotAnOwner",
    "NotApproved",
    "NotAsked",
    "NotDisputed",
    "NotFinishedYet",
    "NotInReview",
    "NotOffered",
    "NotOutYet",
    "NotVetted",
    "NotYourClaim",
    "NotYourDuty",
    "NotYourOrder",
    "NotYourRelative",
    "NotYourWish",
    "NothingAsked",
    "NothingChosen",
    "NothingToCancel",
    "OfferedAlready",
    "OrderOver",
    "OverWishLimit",
    "OwnCheck",
    "OwnFinish",
    "OwnMinutes",
    "OwnOrder",
    "OwnRequest",
    "OwnReview",
    "Paused",
    "PlaceIsFree",
    "ProxyAnswered",
    "Refusal",
    "ReminderOver",
    "RoleTaken",
    "RolesTaken",
    "RouteThere",
    "ServiceGone",
    "SomebodyArrived",
    "SomebodyAskedFirst",
    "SomeoneElsesContact",
    "StaleButton",
    "SwapAnswered",
    "TimeNotUnderstood",
    "TimePassed",
    "TimeTooFar",
    "TooLate",
    "TooLong",
    "TooMany",
    "TooManyClaims",
    "TooManyFiles",
    "TooManyOffers",
    "TooManyOrders",
    "TooManyRelatives",
    "TooManyWishes",
    "Unknown",
    "UnknownButton",
    "UnknownOrder",
    "UnknownWish",
    "UnknownZone",
    "Unreadable",
    "WishMovedOn",
    "WishOver",
    "WishTaken",
    "WishYours",
    "WrongKind",
    "WrongPin",
]
