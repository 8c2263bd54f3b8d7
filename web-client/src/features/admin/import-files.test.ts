import { expect, test } from "vitest";
import { importTemplate, recogniseFile } from "./import-files.ts";

test.each([
  ["export.csv", "id,username,name", "people"],
  ["export.csv", '\u{feff}"id";"level";"name"', "ranks"],
  ["people.csv", "id,name,name_zh,parent_id,head_id", "departments"],
  ["customers-2026.csv", "id,name,name_zh", "customers"],
  ["export.csv", "id,person_id,department_id,title,title_zh,rank_id,manager_id", "positions"],
  ["export.csv", "id,name,name_zh,lead_id,state", "projects"],
  ["export.csv", "project_id,person_id", "project_members"],
  ["project_members.csv", "", "project_members"],
  ["projects.csv", "", "projects"],
  ["Departments.CSV", "id,name", "departments"],
  ["PEOPLE.csv", "", "people"],
  ["export.csv", "id,name", null],
])("%s with the head line %s is %s", (name, firstLine, file) => {
  expect(recogniseFile(name, firstLine)).toBe(file);
});

test("a template is recognised as what it is for", async () => {
  const text = await importTemplate("people").text();
  expect(recogniseFile("export.csv", text.split("\r\n")[0] ?? "")).toBe("people");
});
