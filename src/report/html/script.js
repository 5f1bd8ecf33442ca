"use strict";
(() => {
  const form = document.getElementById("filters");
  const said = document.getElementById("said");
  const notes = [...document.querySelectorAll(".note")];
  const drafts = [...document.querySelectorAll(".draft")];
  const marks = [...document.querySelectorAll("mark")];
  if (!form || notes.length === 0) return;

  // A link to a filtered page: #severity=error&rule=identity%2Fclient&file=drafts%2Fa.md
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (wanted.has("severity")) {
    for (const box of form.elements.severity) box.checked = wanted.getAll("severity").includes(box.value);
  }
  for (const name of ["rule", "file"]) {
    const value = wanted.get(name);
    const options = [...form.elements[name].options].map((option) => option.value);
    if (value !== null && options.includes(value)) form.elements[name].value = value;
  }

  const apply = () => {
    const severities = new Set([...form.elements.severity].filter((box) => box.checked).map((box) => box.value));
    const rule = form.elements.rule.value;
    const file = form.elements.file.value;
    const shown = new Set();
    for (const note of notes) {
      const { severity, rule: its, file: where } = note.dataset;
      note.hidden = !(severities.has(severity) && (!rule || rule === its) && (!file || file === where));
      if (!note.hidden) shown.add(note.id.slice(1));
    }
    for (const mark of marks) {
      const on = mark.dataset.findings.split(" ").some((number) => shown.has(number));
      mark.classList.toggle("off", !on);
    }
    for (const draft of drafts) draft.hidden = !draft.querySelector(".note:not([hidden])");
    said.textContent = `${shown.size} of ${notes.length} findings shown`;
    const all = severities.size === form.elements.severity.length && !rule && !file;
    const link = new URLSearchParams();
    for (const severity of severities) link.append("severity", severity);
    if (rule) link.set("rule", rule);
    if (file) link.set("file", file);
    if (!all) history.replaceState(null, "", `#${link}`);
    else if (location.hash.includes("=")) history.replaceState(null, "", "#");
  };

  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  for (const note of notes) {
    const light = (on) => () => {
      const number = note.id.slice(1);
      for (const mark of note.closest(".draft").querySelectorAll("mark")) {
        if (mark.dataset.findings.split(" ").includes(number)) mark.classList.toggle("lit", on);
      }
    };
    note.addEventListener("mouseenter", light(true));
    note.addEventListener("mouseleave", light(false));
  }
  form.hidden = false;
  apply();
})();
