//! Owns lists of the words that stand beside names: what opens a sentence before one, what makes another name of it, days and
//! months, which have a capital and are nobody's name. Called by `evidence`, `person` and `stranger`.

use crate::text::lexicon::WordList;

/// Words that open a sentence before a name and are no part of it: `With Orchard`, `Thank Haven`. Other words there, as in
/// `Safe Haven` or `Cherry Orchard`, make another name.
pub(super) fn is_opener(word: &str) -> bool {
    static OPENERS: WordList = WordList::new(
        "about above according acquiring act acting additionally advise advised advising after against also although and announcing \
        another any appearing are as ask assisting at be because before behind being beside between beyond both but by call can celebrating closing \
        coming congrats congratulations could defending did do does during each even ever every except excited first following for from further glad \
        great had happy has have having he hello help helped helping her here hi his honoured how however if in inside into is it its joining just \
        last like love make many meet meeting more moreover most much my near neither next nor not nothing now of off on once one only \
        or other our out outside over perhaps please pleased proud read recently remember representing seeing she should since so some soon still such \
        supporting surely thank thanks that the their then there these they this those though through thus to today together tomorrow toward \
        tonight under unless unlike until up upon via visit was watch we welcome well were what whatever when whenever where whereas whether which while who \
        whom whose why will with within without working would yes yesterday yet you your",
    );
    OPENERS.holds(word)
}

/// Words that make another name of the word before.
pub(super) fn is_firm_noun(word: &str) -> bool {
    static NOUNS: WordList = WordList::new(
        "airport arena arts avenue bank bay beach books bridge brothers building cafe capital castle center \
        centre chapel church city close club college consulting council county court crescent design drive \
        energy engineering estate estates farm farms finance foods foundation gallery garden gardens green \
        grill group hall heights highway hill hills holdings homes hospital hotel house inn institute \
        insurance island labs lake lane law library lodge manor market media memorial mill mills motors \
        mountain museum music office park partners place plaza prize properties pub quay record records \
        restaurant river road school services software solutions square stadium station street studio \
        studios surgery systems technologies technology theatre tower trust university valley village way \
        wharf wood woods works",
    );
    NOUNS.holds(word)
}

/// Words that make a place's name of the word before.
pub(super) fn is_place_noun(word: &str) -> bool {
    static NOUNS: WordList = WordList::new(
        "abbey airport avenue bay beach boulevard bridge castle cathedral chapel church city close college council county court \
        crescent drive estate gardens green heights hospital library museum priory school university \
        highway hill hills island lake lane manor mountain park place plaza quay river road square station street terrace town \
        township valley village way wharf wood woods",
    );
    NOUNS.holds(word)
}

/// Whether a folded word is a day of the week, a month or a feast, and no given name.
pub(super) fn is_calendar(word: &str) -> bool {
    static WORDS: WordList = WordList::new(
        "monday tuesday wednesday thursday friday saturday sunday january february march july september october \
        november december christmas easter thanksgiving ramadan diwali hanukkah",
    );
    WORDS.holds(word)
}

/// Whether a folded word is an institution that has its name after `of`.
pub(super) fn is_institution(word: &str) -> bool {
    static WORDS: WordList = WordList::new(
        "department ministry minister secretary court courts house houses bank university college church city county state \
        district bureau institute school society center centre museum hall league order temple cathedral commission committee council \
        duke earl lord bishop archbishop isle isles lake mount cape bay port village town borough parish province republic kingdom \
        institution academy association federation union inn palace library bill act code rule rules law laws statute",
    );
    WORDS.holds(word)
}

/// Whether a folded word is an office or a part that somebody or something has with a company.
pub(super) fn is_office(word: &str) -> bool {
    static WORDS: WordList = WordList::new(
        "counsel director directors president officer head chair chairman chairwoman chief ceo cfo coo partner partners board \
        manager managers founder owner owners lawyer lawyers attorney attorneys solicitor solicitors client clients representative \
        adviser advisor advisers advisors consultant auditor auditors trustee trustees lead member members employee employees staff \
        team vice deputy senior junior legal associate shareholder shareholders creditors insurer supplier agent agents",
    );
    WORDS.holds(word)
}
