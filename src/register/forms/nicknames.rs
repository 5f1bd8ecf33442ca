//! Owns the table of short and pet forms of given names. A nickname beside the surname stands for the registered given
//! name, and the other way round. Called by `spot` when it compares given names.
//!
//! The groups are common knowledge of the English-speaking and neighbouring countries; only forms that people go by are
//! listed, no spelling variants of different names.

use crate::text::lexicon::Keyed;
use crate::text::words::key;
use std::sync::LazyLock;

/// Groups of forms of one name. The first is the full one; some full names share a group with their close variants.
const GROUPS: &str = "abigail abby abbie gail, adrian ade, alan alun al allan allen, albert al bert bertie, alexander alex al alec sandy \
    sasha xander alasdair, alexandra alex sandra sandy lexi sasha alexa, alfred alf alfie fred, alice ali, alison ali, amanda mandy, amelia \
    millie amy, andrew andy drew, andrea andy, angela angie, anna ann anne annie anya, antonia toni, anthony tony ant antony, arthur art, \
    barbara barb babs barbie, beatrice bea trixie, benedict ben, benjamin ben benny benji, bernard bernie, bradley brad, bridget biddy bridie, \
    calvin cal, cameron cam, caroline carrie caro carolyn, catherine cathy cath kate katie kathy kitty cat katherine kathryn kathleen kat kit, \
    charles charlie chuck chas chaz, charlotte charlie lottie lotte, christine chris chrissie tina christina, christopher chris kit topher, \
    clifford cliff, constance connie, cornelius neil con, cynthia cindy, daniel dan danny, danielle dani, david dave davey dai davy, \
    deborah debbie deb debra, dennis den denny, derek del, desmond des, diana di diane, dominic dom nick, donald don donnie, dorothy dot dottie dolly, \
    douglas doug dougie, edmund ed eddie ned ted, edward ed eddie ted teddy ned, edwin ed eddie, eleanor ellie nell nora ella nellie elinor, \
    elizabeth liz beth lizzie betty bess bessie eliza betsy libby elisabeth lisa, emily em emmie, emma em, emmanuel manny manuel, eric rick, \
    esther essie hettie, eugene gene, evelyn evie, felicity fliss flick, florence flo florrie flossie, frances fran frankie fanny francesca, \
    francis frank frankie fran, franklin frank, frederick fred freddie freddy fritz, gabriel gabe, gabrielle gabby gaby, geoffrey geoff jeff jeffrey, \
    george georgie, georgina georgie gina, gerald gerry jerry, gerard gerry, gertrude trudy gertie, gillian gill jill, giovanni gianni, \
    gordon gord, graham gray, gregory greg, guglielmo william, gwendolyn gwen, hannah hanna, harold harry hal, harriet hattie harry, heather hev, \
    helen nell nellie ellen, henrietta hettie etta, henry harry hal hank, herbert herb bert, howard howie, hubert bert, hugh hughie, humphrey hum, \
    ian iain, ignatius iggy, irene rene, isaac ike zac, isabella bella izzy belle isabel isobel isabelle, jacob jake, \
    jacqueline jackie jacqui, james jim jimmy jamie jem, jane janey, janet jan, jason jay, jean jeannie, jennifer jen jenny jenna, jeremy jerry jem, \
    jessica jess jessie, joanna jo joanne, john jack johnny jon, jonathan jon jonny, jordan jordy, joseph joe joey, josephine jo josie, joshua josh, \
    judith judy jude, ruth ruthie, julia julie jules, julian jules, karen kaz, katharina kathi katja, kenneth ken kenny, kevin kev, kimberly kim kimberley, \
    kristina kris tina, laura lori laurie, laurence larry laurie lawrence, leonard len lenny leo, leopold leo, leslie les, lillian lily lil, linda lindy lin, \
    louis lou louie lewis, louise lou, lucy lucie lucinda, lydia liddy, madeleine maddie maddy madeline, magdalena magda lena, \
    malcolm mal, marcus marc mark, margaret maggie meg peggy marge margie greta daisy madge peg, maria marie mary, marilyn lyn, marjorie marge margie, \
    martha marty, martin marty, mary molly polly mae mamie, matilda tilly tilda, matthew matt, maurice mo, maximilian max, maxwell max, \
    megan meg, melanie mel, melissa mel missy lissa, melvin mel, michael mike mick micky mickey mikey, michelle shelly chelle, mildred millie, \
    miranda mindy, miriam mim, mitchell mitch, mohammed mo muhammad mohamed mohammad, montgomery monty, morris mo, muriel mu, nancy nan, nathan nate nat, \
    nathaniel nate nat nathan, natalie nat, natasha tasha nat, nicholas nick nicky nico nicolas klaus, nicola nicky nikki, nigel nige, norman norm, \
    oliver ollie olly, olivia liv livvy, oscar ossie, oswald oz ossie, pamela pam, patricia pat patty tricia trish patsy, patrick pat paddy rick, \
    paul paulie, pauline polly, penelope penny, percival percy, peter pete, philip phil pip phillip, philippa pippa pip, priscilla cilla, \
    rachel rach rae, ralph ralphie, randall randy, raymond ray, rebecca becky becca bex, reginald reg reggie, richard rick dick rich richie ricky dickie, \
    robert bob rob bobby robbie bert robin, roberta bobbie, roderick rod rory, rodney rod, roger rodge, roland rollo roly, ronald ron ronnie, \
    rosemary rose rosie, rosalind roz ros, roxanne roxy, rudolph rudy, rupert rupe, russell russ, samantha sam sammy, samuel sam sammy, \
    sandra sandy, sarah sally sara sadie, sebastian seb bastian, sharon shaz, sheila shell, shirley shirl, sidney sid, silvester sly, simon si, \
    solomon sol, sophia sophie sofia, stanley stan, stephanie steph steffi, stephen steve steven stevie ste, stuart stu stewart, susan sue susie suzie sukie suzy susanna suzanne, \
    sylvia syl, tabitha tabby, teresa terry tess tessa theresa, terence terry, thaddeus tad, theodora dora, theodore ted teddy theo, thomas tom tommy, \
    timothy tim timmy, tobias toby, ursula ursie, valerie val, vanessa nessa, veronica ronnie vera, victor vic, victoria vicky vicki tori vic, \
    vincent vince vinny, virginia ginny ginger, vivian viv, vivienne viv, walter wally walt, wesley wes, wilfred wilf fred, wilhelmina billie mina wilma, \
    william bill will billy willy liam wills, winifred winnie freda, winston win, yvonne vonnie, zachary zac zach zack, \
    aleksandr sasha alexander, dmitri dima, ekaterina katya, evgeny zhenya, mikhail misha, nikolai kolya, vladimir vova volodya, ivan vanya, \
    francisco paco pancho, guadalupe lupe, ignacio nacho, jesus chuy, jose pepe, jorge george, rafael rafa, dolores lola, \
    giuseppe peppe beppe pino, luigi gigi, salvatore toto, johannes hans johann, josef sepp, friedrich fritz, \
    magdalena leni, zoltan zoli, laszlo laci, ferenc feri, istvan pista, katalin kati, erzsebet zsoka, wojciech wojtek, malgorzata gosia, agnieszka aga, \
    katarzyna kasia, jan janek, tomasz tomek, aleksandra ola";

/// What is known of a name.
#[derive(Default)]
struct Known {
    /// The groups that it belongs to, by number, sorted.
    groups: Vec<u16>,
    /// The first letters of all their forms.
    initials: Vec<char>,
    /// The keys of all their forms.
    forms: Vec<u64>,
}

/// What is known of names, by their keys. Two of some hundred names would have to share 64 bits to be taken for each
/// other, and any other word likewise.
fn names() -> &'static Keyed<Known> {
    static TABLE: LazyLock<Keyed<Known>> = LazyLock::new(|| {
        let mut table: Keyed<Known> = Keyed::default();
        for (number, group) in (0_u16..).zip(GROUPS.split(',')) {
            let initials = || group.split_whitespace().filter_map(|form| form.chars().next());
            for name in group.split_whitespace() {
                let known = table.entry(key(name)).or_default();
                known.groups.push(number);
                known.initials.extend(initials());
                known.forms.extend(group.split_whitespace().map(key));
            }
        }
        for known in table.values_mut() {
            known.initials.sort_unstable();
            known.initials.dedup();
        }
        table
    });
    &TABLE
}

/// Whether two folded given names may be of one person: they stand in one group.
pub fn are_kin(left: &str, right: &str) -> bool {
    let table = names();
    let (Some(left), Some(right)) = (table.get(&key(left)), table.get(&key(right))) else { return false };
    left.groups.iter().any(|group| right.groups.contains(group))
}

/// Whether a folded word is a given name or a short form of one in this table.
pub fn is_known(name: &str) -> bool {
    names().contains_key(&key(name))
}

/// The first letters of all forms of a given name, its own included.
pub fn initials_of(name: &str) -> Vec<char> {
    names().get(&key(name)).map_or_else(|| name.chars().take(1).collect(), |known| known.initials.clone())
}

/// The keys of all forms of the given name of this key, its own included; none where it is not in the table.
pub fn kin_of(name: u64) -> &'static [u64] {
    names().get(&name).map_or(&[], |known| &known.forms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_stand_for_full_ones_and_other_names_do_not() {
        for (left, right, kin) in [
            ("robert", "bob", true),
            ("liz", "elizabeth", true),
            ("bill", "william", true),
            ("beth", "liz", true),
            ("robert", "bill", false),
            ("ruth", "rita", false),
            ("anezka", "anezka", false),
        ] {
            assert_eq!(are_kin(left, right), kin, "{left} {right}");
        }
        assert_eq!(initials_of("robert"), ['b', 'r']);
        assert_eq!(initials_of("anezka"), ['a']);
    }
}
