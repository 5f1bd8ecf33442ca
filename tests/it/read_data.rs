//! Reading of data files: strings with blanks are text, single words are names for programs, comments are comments.

use crate::read::{blocks, draft, groups, line_column, source_of};

#[test]
fn yaml_is_read_value_by_value_with_its_comments() {
    let text = "# People of Okonjo & Co: do not publish\n- name: Ruth Okonjo\n  role: partner   # since May\n  quote: \"She won, \\\"again\\\".\"\n  url: /people/ruth\n  team: staff_member\n- name: Vale\n  quote: >\n    A folded\n    text here.\n";
    let read = draft("_data/people.yml", text);
    assert_eq!(
        blocks(&read),
        [
            "Code | name",
            "Data name | Ruth Okonjo",
            "Code | role",
            "Data role | partner",
            "Code | quote",
            "Data quote | She won, \"again\".",
            "Code | url",
            "Url url | /people/ruth",
            "Code | team",
            "Code team | staff_member",
            "Data name | Vale",
            "Data quote | A folded text here.",
            "Comment | People of Okonjo & Co: do not publish",
            "Comment | since May",
        ]
    );
    assert_eq!(groups(&read), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3]);
    assert_eq!(line_column(&read, "Ruth Okonjo"), (2, 9));
    assert_eq!(source_of(&read, "\"again\""), "\\\"again\\\"");
    assert_eq!(line_column(&read, "since May"), (3, 21));
}

#[test]
fn json_is_read_with_keys_numbers_and_what_json_has_no_place_for() {
    let text = "{ \"scripts\": {\"build\": \"next build && x\"}, \"Ruth Okonjo\": {\"text\": \"We won for Ruth \\u004fkonjo.\", \"phone\": 5551234567},\n // for Vale only\n \"list\": [\"one thing here\", \"two things here\"] }\n";
    let read = draft("a.json", text);
    assert_eq!(
        blocks(&read),
        [
            "Code | scripts",
            "Code | build",
            "Data build | next build && x",
            "Data | Ruth Okonjo",
            "Code | text",
            "Data text | We won for Ruth Okonjo.",
            "Code | phone",
            "Code | list",
            "Data list | one thing here",
            "Data list | two things here",
            "Code | 5551234567",
            "Comment | for Vale only",
        ]
    );
    assert_eq!(source_of(&read, "for Ruth Okonjo"), "for Ruth \\u004fkonjo");
    assert_eq!(line_column(&read, "for Vale"), (2, 5));
}

#[test]
fn toml_is_read_and_broken_files_are_read_as_plain_text() {
    let read = draft("a.toml", "# for Vale\ntitle = \"The fair in May\"\nname = 'Okonjo'\n");
    assert!(blocks(&read).contains(&"Data title | The fair in May".to_owned()), "{:?}", blocks(&read));
    assert!(blocks(&read).contains(&"Comment | for Vale".to_owned()));
    for (path, text) in
        [("a.yaml", "a: [Northgate\nb: }{\n"), ("a.toml", "a = Northgate\n"), ("a.json", "{\"a\": \"Northgate")]
    {
        assert!(draft(path, text).text.contains("Northgate"), "{path}");
    }
}

#[test]
fn comments_in_front_matter_are_read() {
    let read = draft("a.md", "---\n# for Okonjo\ntitle: The fair # ask Vale\n---\nBody.\n");
    assert_eq!(
        blocks(&read),
        ["FrontMatter title | The fair", "Comment | for Okonjo", "Comment | ask Vale", "Paragraph | Body."]
    );
    assert_eq!(line_column(&read, "ask Vale"), (3, 19));
}

#[test]
fn files_that_programs_ask_for_by_name_are_code() {
    for path in ["Gemfile", "site/.lycheeignore", "LICENSE"] {
        assert!(blocks(&draft(path, "TODO: Okonjo\n"))[0].starts_with("Code | "), "{path}");
    }
}
