//! Owns how coordinates are written: decimal degrees, degrees with minutes and seconds as cameras write them, pairs; and which
//! of them point at a house rather than at a town. Called by `places` and `links`.

/// Longest text of a pair, in bytes.
const LONGEST: usize = 80;

/// Half of a place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Degrees {
    /// The angle.
    value: f64,
    /// How many decimals of a degree are told.
    decimals: usize,
}

/// Reads a text that is one coordinate and nothing else.
pub(super) fn degrees(text: &str) -> Option<Degrees> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (body, negative, named) = hemisphere(text);
    let (mut numbers, mut marked) = (Vec::new(), named);
    let body = body.replace("deg", "°");
    for token in body.split_inclusive(|c: char| !is_numeric(c)) {
        let number = token.trim_end_matches(|c: char| !is_numeric(c));
        for sign in token.chars().filter(|c| !is_numeric(*c)) {
            match sign {
                '°' | '\'' | '"' | '′' | '″' | '’' | '”' => marked = true,
                ',' if named => {}
                c if c.is_whitespace() => {}
                _ => return None,
            }
        }
        if !number.is_empty() {
            marked |= number.contains('/');
            numbers.push(number);
        }
    }
    let sign = |value: f64| if negative { -value } else { value };
    match numbers.as_slice() {
        [whole] => {
            let (value, decimals) = decimal(whole)?;
            Some(Degrees { value: sign(value), decimals })
        }
        [whole, minutes, rest @ ..] if marked && rest.len() < 2 => {
            let (whole, _) = decimal(whole)?;
            let (minutes, decimals) = decimal(minutes)?;
            let seconds = rest.first().map(|seconds| decimal(seconds)).unwrap_or(Some((0.0, 0)))?;
            if !(0.0..60.0).contains(&minutes) || !(0.0..60.0).contains(&seconds.0) {
                return None;
            }
            let decimals = if rest.is_empty() { decimals + 2 } else { 4 };
            Some(Degrees { value: sign(whole + minutes / 60.0 + seconds.0 / 3600.0), decimals })
        }
        _ => None,
    }
}

/// Whether a character may stand in a number.
const fn is_numeric(c: char) -> bool {
    matches!(c, '0'..='9' | '.' | '+' | '-' | '/')
}

/// A text without the letter of its hemisphere; whether that is south or west; whether there was one.
fn hemisphere(text: &str) -> (&str, bool, bool) {
    let letter = |c: char| matches!(c.to_ascii_uppercase(), 'N' | 'S' | 'E' | 'W');
    let rest = text.strip_suffix(letter).or_else(|| text.strip_prefix(letter));
    let Some(rest) = rest else { return (text, false, false) };
    let found = text.chars().next_back().filter(|c| letter(*c)).or_else(|| text.chars().next());
    (rest.trim(), found.is_some_and(|c| matches!(c.to_ascii_uppercase(), 'S' | 'W')), true)
}

/// A number with its decimals; a fraction as cameras write it (`3600/100`) has none.
fn decimal(text: &str) -> Option<(f64, usize)> {
    if let Some((over, under)) = text.split_once('/') {
        let (over, under): (u32, u32) = (over.parse().ok()?, under.parse().ok()?);
        return (under > 0).then(|| (f64::from(over) / f64::from(under), 0));
    }
    let digits = text.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.contains(['+', '-']) {
        return None;
    }
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    Some((text.parse().ok()?, decimals))
}

/// Whether two coordinates are a place that a stranger finds: three decimals of a degree are some hundred metres. Zero and
/// zero is what programs write where they know nothing.
pub(super) fn is_place(one: Degrees, other: Degrees) -> bool {
    let (wide, narrow) = (one.value.abs().max(other.value.abs()), one.value.abs().min(other.value.abs()));
    let fine = one.decimals.min(other.decimals) >= 2 && one.decimals + other.decimals >= 6;
    fine && wide <= 180.0 && narrow <= 90.0 && wide > 0.0
}

/// Whether a text is a pair of coordinates that is a place: `42.3601;-71.0589`, `42.3601, -71.0589`.
pub(super) fn is_pair(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')'));
    if text.len() > LONGEST {
        return false;
    }
    let halves = |at: (&str, &str)| degrees(at.0).zip(degrees(at.1)).is_some_and(|(a, b)| is_place(a, b));
    let mut commas = text.match_indices([';', ',', '~']);
    let (first, more) = (commas.next(), commas.next());
    match first {
        Some((at, _)) if more.is_none() => {
            halves((text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()))
        }
        Some(_) => false,
        None => text.split_once(' ').is_some_and(halves),
    }
}

#[cfg(test)]
mod tests {
    use super::{degrees, is_pair};

    #[test]
    fn coordinates_are_read_as_people_and_cameras_write_them() {
        for text in ["42.3601", "-71.0589", "42.3601° N", "42 deg 21' 36.36\" N", "42/1 21/1 3636/100", "42,21.606N"] {
            assert!(degrees(text).is_some(), "{text}");
        }
        for text in ["", "Boston", "1.2.3", "42 21", "4:30", "2024-03-03", "42.36 m", "42°99'", "--1", "1/0", "N", "-"]
        {
            assert_eq!(degrees(text), None, "{text}");
        }
        let west = degrees("71 deg 3' 32.04\" W").expect("a coordinate");
        assert!((west.value + 71.0589).abs() < 1e-9 && west.decimals == 4);
    }

    #[test]
    fn a_pair_is_a_place_where_it_points_at_a_house() {
        for text in
            ["42.3601;-71.0589", "42.3601, -71.0589", "[42.3601,-71.0589]", "42.3601 -71.0589", "-33.868 151.209"]
        {
            assert!(is_pair(text), "{text}");
        }
        for text in ["42.4,-71.1", "0.0000,0.0000", "142.3601,-171.0589", "1,2,3", "3.1415", "42.3601,", "1.234, 5.6"] {
            assert!(!is_pair(text), "{text}");
        }
    }
}
