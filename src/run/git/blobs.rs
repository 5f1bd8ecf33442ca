//! Owns how the contents of blobs come into memory: one `git cat-file --batch` for a run, which is asked for one blob at
//! a time. Called for each input of a change, from several threads.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::Git;
use crate::run::open;

/// Longest line that introduces a blob, in bytes.
const LONGEST_LINE: u64 = 512;

/// What the blobs of a repository are asked from. Copies share one process.
#[derive(Clone, Debug)]
pub struct Blobs(Arc<Mutex<Reader>>);

/// One blob, not read yet.
#[derive(Clone, Debug)]
pub struct Blob {
    /// Its object id, in hexadecimal.
    pub(super) id: String,
    /// Who gives it.
    pub(super) blobs: Blobs,
}

impl PartialEq for Blob {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Blob {}

/// The process, once somebody asked.
#[derive(Debug)]
struct Reader {
    /// Starts it.
    git: Git,
    /// Where it runs and waits for the next question.
    running: Option<Process>,
}

/// A process that answers questions.
#[derive(Debug)]
struct Process {
    /// The process.
    child: Child,
    /// Questions.
    ask: ChildStdin,
    /// Answers.
    answers: BufReader<ChildStdout>,
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be in the middle of an answer that nobody wants. What it held is read only, so nothing is left undone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Blobs {
    /// None is asked for yet.
    pub(super) fn new(git: Git) -> Self {
        Self(Arc::new(Mutex::new(Reader { git, running: None })))
    }
}

impl Blob {
    /// Its bytes.
    ///
    /// # Errors
    /// Why they cannot be had, to be shown to the user.
    pub fn read(&self, max_file: u64) -> Result<Vec<u8>, String> {
        // Who panicked while it asked took the process along, so that the next one starts another.
        let mut reader = self.blobs.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut process = match reader.running.take() {
            Some(process) => process,
            None => reader.start().map_err(|_| "git cannot be run to read it".to_owned())?,
        };
        let bytes = process.blob(&self.id, max_file).map_err(|_| "git broke off while it read it".to_owned())?;
        if !matches!(bytes, Answer::TooLarge) {
            reader.running = Some(process);
        }
        match bytes {
            Answer::Bytes(bytes) => Ok(bytes),
            Answer::TooLarge => Err(open::too_large(max_file)),
            Answer::Missing => Err("git does not have its content here: the clone is partial or damaged".to_owned()),
        }
    }
}

impl Reader {
    /// Starts the process.
    fn start(&self) -> io::Result<Process> {
        let mut command = self.git.command(["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(ask), Some(answers)) => Ok(Process { child, ask, answers: BufReader::new(answers) }),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

/// What it says of a blob.
enum Answer {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It is larger than what is read, and its bytes come now: the process is of no more use.
    TooLarge,
    /// It is not there.
    Missing,
}

impl Process {
    /// Asks for a blob.
    fn blob(&mut self, id: &str, max_file: u64) -> io::Result<Answer> {
        self.ask.write_all(format!("{id}\n").as_bytes())?;
        self.ask.flush()?;
        let mut line = Vec::new();
        (&mut self.answers).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        // `<id> blob <size>`, or `<id> missing`.
        let line = String::from_utf8_lossy(&line);
        let size = match line.split_ascii_whitespace().collect::<Vec<_>>().as_slice() {
            [_, "blob", size] => size.parse::<u64>().map_err(|_| io::ErrorKind::InvalidData)?,
            [_, "missing"] => return Ok(Answer::Missing),
            _ => return Err(io::ErrorKind::InvalidData.into()),
        };
        if size > max_file {
            return Ok(Answer::TooLarge);
        }
        let mut bytes = vec![0; usize::try_from(size).map_err(|_| io::ErrorKind::InvalidData)?];
        self.answers.read_exact(&mut bytes)?;
        self.answers.read_exact(&mut [0])?;
        Ok(Answer::Bytes(bytes))
    }
}
