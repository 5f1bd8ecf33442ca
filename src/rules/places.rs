//! Owns the places that a configuration can name beside those of packs: countries by their two letters, and states,
//! provinces and nations within them. `cli` holds `jurisdictions:` against them, so that a slip does not switch rules off.

/// Countries, by their two letters; the United Kingdom as `uk`, and the European Union.
const COUNTRIES: &str = "ad ae af ag ai al am ao ar at au aw az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cd cf \
    cg ch ci cl cm cn co cr cu cv cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fm fo fr ga gd ge gg gh gi gl gm gn gq gr gt \
    gw gy hk hn hr ht hu id ie il im in iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly \
    ma mc md me mg mh mk ml mm mn mo mr ms mt mu mv mw mx my mz na ne ng ni nl no np nr nz om pa pe pg ph pk pl ps pt pw py qa \
    ro rs ru rw sa sb sc sd se sg si sk sl sm sn so sr ss st sv sy sz tc td tg th tj tl tm tn to tr tt tv tw tz ua ug uk us uy uz \
    vc ve vg vn vu ws ye za zm zw";

/// Places within countries, and names that people write for places instead of their letters.
const NAMED: [(&str, &str); 89] = [
    ("us", "usa"),
    ("us", "united states"),
    ("uk", "gb"),
    ("uk", "united kingdom"),
    ("uk", "great britain"),
    ("ca", "canada"),
    ("au", "australia"),
    ("ie", "ireland"),
    ("nz", "new zealand"),
    ("de", "germany"),
    ("fr", "france"),
    ("eu", "europe"),
    ("us-al", "alabama"),
    ("us-ak", "alaska"),
    ("us-az", "arizona"),
    ("us-ar", "arkansas"),
    ("us-ca", "california"),
    ("us-co", "colorado"),
    ("us-ct", "connecticut"),
    ("us-de", "delaware"),
    ("us-dc", "district of columbia"),
    ("us-fl", "florida"),
    ("us-ga", "georgia"),
    ("us-gu", "guam"),
    ("us-hi", "hawaii"),
    ("us-id", "idaho"),
    ("us-il", "illinois"),
    ("us-in", "indiana"),
    ("us-ia", "iowa"),
    ("us-ks", "kansas"),
    ("us-ky", "kentucky"),
    ("us-la", "louisiana"),
    ("us-me", "maine"),
    ("us-md", "maryland"),
    ("us-ma", "massachusetts"),
    ("us-mi", "michigan"),
    ("us-mn", "minnesota"),
    ("us-ms", "mississippi"),
    ("us-mo", "missouri"),
    ("us-mt", "montana"),
    ("us-ne", "nebraska"),
    ("us-nv", "nevada"),
    ("us-nh", "new hampshire"),
    ("us-nj", "new jersey"),
    ("us-nm", "new mexico"),
    ("us-ny", "new york"),
    ("us-nc", "north carolina"),
    ("us-nd", "north dakota"),
    ("us-oh", "ohio"),
    ("us-ok", "oklahoma"),
    ("us-or", "oregon"),
    ("us-pa", "pennsylvania"),
    ("us-pr", "puerto rico"),
    ("us-ri", "rhode island"),
    ("us-sc", "south carolina"),
    ("us-sd", "south dakota"),
    ("us-tn", "tennessee"),
    ("us-tx", "texas"),
    ("us-ut", "utah"),
    ("us-vt", "vermont"),
    ("us-vi", "virgin islands"),
    ("us-va", "virginia"),
    ("us-wa", "washington"),
    ("us-wv", "west virginia"),
    ("us-wi", "wisconsin"),
    ("us-wy", "wyoming"),
    ("uk-eng", "england"),
    ("uk-wls", "wales"),
    ("uk-sct", "scotland"),
    ("uk-nir", "northern ireland"),
    ("ca-ab", "alberta"),
    ("ca-bc", "british columbia"),
    ("ca-mb", "manitoba"),
    ("ca-nb", "new brunswick"),
    ("ca-nl", "newfoundland and labrador"),
    ("ca-ns", "nova scotia"),
    ("ca-nt", "northwest territories"),
    ("ca-nu", "nunavut"),
    ("ca-on", "ontario"),
    ("ca-pe", "prince edward island"),
    ("ca-qc", "quebec"),
    ("ca-sk", "saskatchewan"),
    ("ca-yt", "yukon"),
    ("au-nsw", "new south wales"),
    ("au-qld", "queensland"),
    ("au-sa", "south australia"),
    ("au-vic", "victoria"),
    ("au-wa", "western australia"),
    ("au-tas", "tasmania"),
];

/// Whether a place is known by these letters.
pub fn is_known(place: &str) -> bool {
    COUNTRIES.split_whitespace().any(|known| known == place) || NAMED.iter().any(|(known, _)| *known == place)
}

/// The letters of the place that somebody probably means: by its name, by letters of a state alone or otherwise joined, or by
/// a slip in any of them. `more` are places that packs name.
pub fn meant<'a>(written: &str, more: impl Iterator<Item = &'a str>) -> Option<String> {
    let joined = written.to_lowercase().replace(['_', ' ', '.', '/'], "-");
    let more: Vec<&str> = more.collect();
    let known = |place: &str| is_known(place) || more.contains(&place);
    if known(&joined) {
        return Some(joined);
    }
    let words = joined.replace('-', " ");
    // The narrowest that ends in these letters or has this name.
    let named = NAMED.iter().rev().find(|(place, name)| {
        *name == words || place.strip_suffix(joined.as_str()).is_some_and(|before| before.ends_with('-'))
    });
    if let Some((place, _)) = named {
        return Some((*place).to_owned());
    }
    let near = |place: &str, word: &str, written: &str| (strsim::levenshtein(word, written), place.to_owned());
    let places = NAMED.iter().map(|(place, _)| *place).chain(more).map(|place| near(place, place, &joined));
    let names = NAMED.iter().filter(|(_, name)| name.len() > 4).map(|(place, name)| near(place, name, &words));
    let (far, place) = places.chain(names).min()?;
    let allowed = if words.len() > 5 { 2 } else { 1 };
    (far <= allowed).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_by_its_letters_alone_and_guessed_by_much_else() {
        for known in ["us", "us-va", "uk", "uk-sct", "ca-on", "de", "eu"] {
            assert!(is_known(known), "{known}");
        }
        for (written, expected) in [
            ("virginia", Some("us-va")),
            ("us_va", Some("us-va")),
            ("va", Some("us-va")),
            ("New York", Some("us-ny")),
            ("virgina", Some("us-va")),
            ("gb", Some("uk")),
            ("us-vaa", Some("us-va")),
            ("atlantis", None),
            ("narnia-wes", Some("narnia-west")),
        ] {
            assert!(!is_known(written), "{written}");
            assert_eq!(meant(written, ["narnia-west"].into_iter()).as_deref(), expected, "{written}");
        }
    }
}
