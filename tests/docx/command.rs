use super::build::{Word, p, part};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A folder of its own for one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("docx-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A draft with one slip: 24 of 41 are 58,54 %.
fn draft() -> Vec<u8> {
    let heading = "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>I. Giáo dục</w:t></w:r></w:p>";
    let slip = p("Toàn huyện có 24/41 trường đạt chuẩn quốc gia, chiếm 68,54%.");
    Word::new(&format!("{heading}{}{slip}", p("Năm học mới bắt đầu."))).pack()
}

struct Ran {
    status: i32,
    out: String,
    complaint: String,
}

fn doisoat(folder: &PathBuf, arguments: &[&str]) -> Ran {
    let run = Command::new(env!("CARGO_BIN_EXE_doisoat")).args(arguments).current_dir(folder).output().unwrap();
    Ran {
        status: run.status.code().unwrap(),
        out: String::from_utf8(run.stdout).unwrap(),
        complaint: String::from_utf8(run.stderr).unwrap(),
    }
}

#[test]
fn a_word_file_is_checked_with_places_people_understand() {
    let folder = folder("check");
    fs::write(folder.join("a.docx"), draft()).unwrap();
    let human = doisoat(&folder, &["check", "a.docx"]);
    assert_eq!(human.status, 1, "{}", human.complaint);
    assert!(human.out.contains("Vị trí: mục I, đoạn 2"), "{}", human.out);
    let json = doisoat(&folder, &["check", "--format", "json", "a.docx"]);
    let line: serde_json::Value = serde_json::from_str(json.out.lines().next().unwrap()).unwrap();
    assert_eq!(line["start"]["byte"], serde_json::Value::Null);
    assert_eq!((&line["start"]["paragraph"], &line["start"]["column"]), (&3.into(), &54.into()));
    assert_eq!(line["place"], "mục I, đoạn 2");
}

#[test]
fn annotate_writes_a_copy_and_leaves_the_draft_alone() {
    let folder = folder("annotate");
    fs::write(folder.join("a.docx"), draft()).unwrap();
    let done = doisoat(&folder, &["annotate", "a.docx", "-o", "b.docx", "--date", "2025-03-01T08:00:00Z"]);
    assert_eq!((done.status, done.complaint.as_str()), (0, ""));
    assert_eq!(fs::read(folder.join("a.docx")).unwrap(), draft());
    let copy = fs::read(folder.join("b.docx")).unwrap();
    let notes = part(&copy, "word/comments.xml").unwrap();
    assert!(notes.contains("Lỗi [share-mismatch]") && notes.contains("58,54"), "{notes}");
    let body = part(&copy, "word/document.xml").unwrap();
    assert!(body.contains(">68,54%</w:t></w:r><w:commentRangeEnd"), "{body}");
    // The copy is checked like the draft, and annotated again to the same bytes.
    let again = doisoat(&folder, &["annotate", "b.docx", "-o", "c.docx", "--date", "2025-03-01T08:00:00Z"]);
    assert_eq!(again.status, 0);
    assert_eq!(fs::read(folder.join("c.docx")).unwrap(), copy);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "nothing is left behind");
}

#[test]
fn annotate_replaces_nothing_unasked() {
    let folder = folder("replace");
    fs::write(folder.join("a.docx"), draft()).unwrap();
    fs::write(folder.join("a.doisoat.docx"), "mine").unwrap();
    let refused = doisoat(&folder, &["annotate", "a.docx"]);
    assert_eq!(refused.status, 2);
    assert!(refused.complaint.contains("--force"), "{}", refused.complaint);
    assert_eq!(fs::read(folder.join("a.doisoat.docx")).unwrap(), b"mine");
    assert_eq!(doisoat(&folder, &["annotate", "a.docx", "--force"]).status, 0);
    assert_ne!(fs::read(folder.join("a.doisoat.docx")).unwrap(), b"mine");
    for itself in ["a.docx", "./a.docx"] {
        assert_eq!(doisoat(&folder, &["annotate", "a.docx", "-o", itself, "--force"]).status, 2);
        assert_eq!(fs::read(folder.join("a.docx")).unwrap(), draft());
    }
    let nowhere = doisoat(&folder, &["annotate", "a.docx", "-o", "khong/co/b.docx"]);
    assert_eq!(nowhere.status, 2, "{}", nowhere.complaint);
}

#[test]
fn bad_files_are_named_with_status_2() {
    let folder = folder("bad");
    let whole = draft();
    fs::write(folder.join("cut.docx"), &whole[..whole.len() / 2]).unwrap();
    fs::write(folder.join("text.docx"), "Đạt 5 ha.").unwrap();
    fs::write(folder.join("empty.docx"), "").unwrap();
    fs::write(folder.join("old.doc"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0").unwrap();
    for name in ["cut.docx", "text.docx", "empty.docx", "old.doc", "missing.docx"] {
        for verb in ["check", "annotate"] {
            let ran = doisoat(&folder, &[verb, name]);
            assert_eq!((ran.status, ran.complaint.contains(name)), (2, true), "{verb} {name}: {}", ran.complaint);
        }
    }
    fs::write(folder.join("a.md"), "Đạt 5 ha.").unwrap();
    assert_eq!(doisoat(&folder, &["annotate", "a.md"]).status, 2);
    assert!(doisoat(&folder, &["annotate", "a.docx", "--date", "hôm nay"]).status == 2);
}
