"""Every way to say no, as a code with fields; the sentences live in bot/messages/refusals.

Refusal
├── Unknown            the thing is not there, or not for this person to see (told alike, on purpose)
│   ├── UnknownOrder · UnknownButton · StaleButton · NoCommunity · NothingToCancel
├── NotAllowed         the person may not do this
│   ├── NotApproved · AwaitingApproval · OwnOrder · OwnMinutes · NotYourClaim · NotYourOrder · NotACoordinator
│   ├── NotAnOwner · NoPrivateChat · TooManyClaims
│   ├── Paused · NotVetted · OwnCheck
│   ├── NotOutYet · OwnReview · CannotWriteToYou
│   └── CannotBeOffered · NotOffered · TooManyOffers · LooksForAnother
├── TooLate            the order has moved on
│   ├── AlreadyClaimed · AlreadyYours · AlreadyArrived · AlreadyFinished · OrderOver · SomebodyArrived
│   ├── FewerThanClaimed · NotFinishedYet · NotDisputed · AlreadyDecided · AlreadyStandingBy · PlaceIsFree
│   ├── EnoughStandBy · NobodyNeeded · ChooseRole · RoleTaken · RolesTaken
│   ├── HelperNotVetted · RouteThere
│   ├── AlreadyReviewed · NotInReview · NothingAsked
│   ├── HoldsNothing · HoldsAlready · HelperFinished · NoPlaceLeft · OfferedAlready · HasDeclined
│   └── NoOtherTeam · NobodyToAsk · NotChecked
├── Unreadable         an answer could not be taken; the question is asked again
│   ├── EmptyAnswer · TooLong · NotAChoice · NotAPhone · SomeoneElsesContact · TimeNotUnderstood · NoSuchDay
│   ├── NoSuchTime · TimePassed · TimeTooFar · BadMinutes · BadCount · WrongKind · FileTooLarge · TooManyFiles
│   └── NothingChosen · UnknownZone · BadLadder · DayPassed · DateTooFar · EmptyRoute
├── BadLink            a deep link or code that opens nothing
│   ├── LinkUnknown · LinkUsed · LinkExpired · LinkNotYours
└── BadGroup           a group that cannot be bound
    └── NotAGroup · GroupTaken · TooMany · TooManyOrders
"""

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
    OwnCheck,
    OwnMinutes,
    OwnOrder,
    OwnReview,
    Paused,
    TooManyClaims,
    TooManyOffers,
)
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
    NotChecked,
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
    SomebodyArrived,
    TooLate,
)
from rules.refusals.unknown import (
    NoCommunity,
    NothingToCancel,
    StaleButton,
    Unknown,
    UnknownButton,
    UnknownOrder,
)
from rules.refusals.unreadable import (
    BadCount,
    BadLadder,
    BadMinutes,
    DateTooFar,
    DayPassed,
    EmptyAnswer,
    EmptyRoute,
    FileTooLarge,
    NoSuchDay,
    NoSuchTime,
    NotAChoice,
    NotAPhone,
    NothingChosen,
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
    "CannotBeOffered",
    "CannotWriteToYou",
    "ChooseRole",
    "DateTooFar",
    "DayPassed",
    "EmptyAnswer",
    "EmptyRoute",
    "EnoughStandBy",
    "FewerThanClaimed",
    "FileTooLarge",
    "GroupTaken",
    "HasDeclined",
    "HelperFinished",
    "HelperNotVetted",
    "HoldsAlready",
    "HoldsNothing",
    "LinkExpired",
    "LinkNotYours",
    "LinkUnknown",
    "LinkUsed",
    "LooksForAnother",
    "NoCommunity",
    "NoOtherTeam",
    "NoPlaceLeft",
    "NoPrivateChat",
    "NoSuchDay",
    "NoSuchTime",
    "NobodyNeeded",
    "NobodyToAsk",
    "NotAChoice",
    "NotACoordinator",
    "NotAGroup",
    "NotAPhone",
    "NotAllowed",
    "NotAnOwner",
    "NotApproved",
    "NotChecked",
    "NotDisputed",
    "NotFinishedYet",
    "NotInReview",
    "NotOffered",
    "NotOutYet",
    "NotVetted",
    "NotYourClaim",
    "NotYourOrder",
    "NothingAsked",
    "NothingChosen",
    "NothingToCancel",
    "OfferedAlready",
    "OrderOver",
    "OwnCheck",
    "OwnMinutes",
    "OwnOrder",
    "OwnReview",
    "Paused",
    "PlaceIsFree",
    "Refusal",
    "RoleTaken",
    "RolesTaken",
    "RouteThere",
    "SomebodyArrived",
    "SomeoneElsesContact",
    "StaleButton",
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
    "Unknown",
    "UnknownButton",
    "UnknownOrder",
    "UnknownZone",
    "Unreadable",
    "WrongKind",
]
