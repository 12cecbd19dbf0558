import { idOf, importCorpus } from "./corpus";
import { expect, expectAccessible, expectFits, test, turnPage, unique } from "./fixtures";
import { license, publish, publishButton } from "./making";
import type { Page } from "@playwright/test";

const chooser = (page: Page) => page.getByRole("group", { name: "Made from" });
const chosen = (page: Page) => chooser(page).locator(".source .line-title");

async function find(page: Page, words: string) {
  await chooser(page).getByRole("searchbox").fill(words);
  await turnPage(chooser(page).getByRole("button", { name: "Find" }));
}

test("a record is remixed from its page @plain @smoke", async ({ page, member, another, makeMember }) => {
  const author = makeMember();
  const authors = await another(author);
  const source = await publish(authors, { title: unique("Harbour poem") });
  // Put up a moment ago by somebody else: it can be chosen at once.
  await page.goto(`/records/${source}`);
  await page.getByRole("link", { name: "Remix this" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Make a remix");
  await expect(chosen(page)).toHaveText([/^Harbour poem/]);
  await chooser(page).getByLabel("What did you use?").fill("The second verse, word for word");
  await page.getByLabel("Title").fill(`Sung by ${member.handle}`);
  await page.getByLabel("The work").fill("La la");
  await license(page, "CC BY 4.0").check();
  await publishButton(page).click();
  await expect(page.getByRole("status").first()).toContainText("Published");
  await expect(page.locator("#made-from .line-title")).toHaveText([/^Harbour poem/]);
  await expect(page.locator("#made-from q")).toHaveText("The second verse, word for word");
  await expect(page.locator("#lineage")).toContainText("1 record before, nothing after yet");

  await authors.goto(`/records/${source}`);
  await expect(authors.locator("#remixes")).toContainText(`Sung by ${member.handle}`);
  await expect(authors.locator("#lineage")).toContainText("a root, 1 record after");
  await authors.goto(`/members/${author.handle}`);
  await expect(authors.locator("#remixers")).toContainText(member.name);
  await authors.goto("/");
  await expect(authors.getByRole("main")).toContainText(`Sung by ${member.handle}`);
});

test("sources are found by number, address and words, and taken out again; what is typed stays @plain", async ({ page, member }, info) => {
  const corpus = importCorpus(info.project.name, [
    { id: "a", title: "Foghorn, low" },
    { id: "b", title: "Gulls at four" },
    { id: "c", title: "Winch and chain" },
  ]);
  const [a, b] = [await idOf(page.request, corpus, "a"), await idOf(page.request, corpus, "b")];
  await page.goto("/records/new");
  await page.getByLabel("Title").fill(`Three sounds, ${member.handle}`);
  await page.getByLabel("The work").fill("Typed before");
  await find(page, String(a));
  await chooser(page).getByRole("button", { name: "Add Foghorn, low" }).click();
  await expect(chosen(page)).toHaveText(["Foghorn, low"]);
  await chooser(page).getByLabel("What did you use?").fill("Its first second");
  await find(page, `${new URL(page.url()).origin}/records/${b}`);
  await chooser(page).getByRole("button", { name: "Add Gulls at four" }).click();
  await expect(chosen(page)).toHaveText(["Foghorn, low", "Gulls at four"]);
  await find(page, `winch ${corpus}`);
  await chooser(page).getByRole("button", { name: "Add Winch and chain" }).click();
  await expect(chosen(page)).toHaveText(["Foghorn, low", "Gulls at four", "Winch and chain"]);
  await expect(chooser(page).getByLabel("What did you use?").first()).toHaveValue("Its first second");
  await chooser(page).getByRole("button", { name: "Remove Gulls at four" }).click();
  await expect(chosen(page)).toHaveText(["Foghorn, low", "Winch and chain"]);
  await expect(page.getByLabel("Title")).toHaveValue(`Three sounds, ${member.handle}`);
  await expect(page.getByLabel("The work")).toHaveValue("Typed before");
  await license(page, "CC BY 4.0").check();
  await publishButton(page).click();
  await expect(page.locator("#made-from .line-title")).toHaveText(["Foghorn, low", "Winch and chain"]);
  await expect(page.locator("#made-from q")).toHaveText("Its first second");
});

test("nothing found is said, and what cannot be remixed is not offered @plain", async ({ page, member }, info) => {
  const corpus = importCorpus(info.project.name, [{ id: "a", title: "No license known", license: "" }]);
  await page.goto("/records/new");
  await find(page, `zzz ${member.handle} zzz`);
  await expect(chooser(page).locator("#found")).toContainText("No record found");
  await find(page, `No license known ${corpus}`);
  await expect(chooser(page).locator("#found")).toContainText("May not be remixed");
  await expect(chooser(page).getByRole("button", { name: /^Add/ })).toHaveCount(0);
  const id = await idOf(page.request, corpus, "a");
  await page.goto(`/records/${id}`);
  await expect(page.getByRole("link", { name: "Remix this" })).toHaveCount(0);
  await page.goto(`/records/${id}/remix`);
  await expect(page.getByRole("main")).toContainText("has no license that allows remixing here");
});

test("only licenses that all sources allow are offered @plain", async ({ page, member }, info) => {
  const corpus = importCorpus(info.project.name, [
    { id: "free", title: "Free for all", license: "CC0-1.0" },
    { id: "alike", title: "Share alike", license: "CC-BY-SA-4.0" },
    { id: "barred", title: "No money", license: "CC-BY-NC-4.0" },
  ]);
  const id = async (work: string) => String(await idOf(page.request, corpus, work));
  await page.goto(`/records/${await id("free")}/remix`);
  const licenses = page.getByRole("group", { name: "License" });
  await expect(licenses.getByRole("radio", { disabled: true })).toHaveCount(0);

  await find(page, await id("alike"));
  await chooser(page).getByRole("button", { name: "Add Share alike" }).click();
  await expect(license(page, "CC BY-SA 4.0")).toBeChecked();
  await expect(licenses.getByRole("radio", { disabled: false })).toHaveCount(1);
  await expect(licenses.getByText("“Share alike” is under CC BY-SA 4.0, which does not allow it.").first()).toBeVisible();

  await find(page, await id("barred"));
  await chooser(page).getByRole("button", { name: "Add No money" }).click();
  await expect(page.getByRole("main")).toContainText("“Share alike” (CC BY-SA 4.0) and “No money” (CC BY-NC 4.0) cannot be remixed together");
  await expect(licenses.getByRole("radio")).toHaveCount(0);
  await page.getByLabel("Title").fill(`Cannot be, ${member.handle}`);
  await page.getByLabel("The work").fill("Of both");
  await turnPage(publishButton(page));
  await expect(page.getByRole("alert").first()).toContainText("cannot be remixed together");
  await expect(page.getByLabel("The work")).toHaveValue("Of both");
  await chooser(page).getByRole("button", { name: "Remove Share alike" }).click();
  await license(page, "CC BY-NC-SA 4.0").check();
  await publishButton(page).click();
  await expect(page.locator("#made-from .line-title")).toHaveText(["Free for all", "No money"]);
  await expect(page.locator("#license")).toContainText("CC BY-NC-SA 4.0");
});

test("a license that is forced on the form is refused", async ({ page, member }, info) => {
  const corpus = importCorpus(info.project.name, [{ id: "alike", license: "CC-BY-SA-4.0" }]);
  const id = await idOf(page.request, corpus, "alike");
  const form = { title: `Forced, ${member.handle}`, body: "x", medium: "text", license: "CC0-1.0", intent: "publish", "sources[0][id]": String(id), "sources[0][used]": "" };
  await page.goto("/records/new");
  const answer = await page.request.post("/records/new", { form, headers: { origin: new URL(page.url()).origin } });
  expect(answer.status()).toBe(422);
  const many = { ...form, ...Object.fromEntries(Array.from({ length: 65 }, (_, n) => [[`sources[${n}][id]`, String(id + n)], [`sources[${n}][used]`, ""]]).flat()) };
  const refused = await page.request.post("/records/new", { form: many, headers: { origin: new URL(page.url()).origin } });
  expect(refused.status()).toBe(422);
  expect(JSON.stringify(await refused.json())).toContain("65");
});

test("two remixes of one record at once both appear", async ({ page, member, another, makeMember }) => {
  const source = await publish(page, { title: `Wanted by two, ${member.handle}` });
  const others = [await another(makeMember()), await another(makeMember())];
  const ids = await Promise.all(others.map((other, n) => publish(other, { title: `Remix ${n} of ${member.handle}`, sources: [{ id: source }] })));
  expect(new Set(ids).size).toBe(2);
  await page.goto(`/records/${source}`);
  await expect(page.locator("#remixes article")).toHaveCount(2);
  await expect(page.locator("#lineage")).toContainText("a root, 2 records after");
});

test("a form with many sources is accessible and fits", async ({ page, member }, info) => {
  const works = Array.from({ length: 12 }, (_, n) => ({ id: `w${n}`, title: n % 3 ? `Work ${n}` : `A very long title of a work that goes on and on ${"and on ".repeat(12)}`, license: n === 5 ? "CC-BY-NC-4.0" : "CC-BY-4.0" }));
  const corpus = importCorpus(info.project.name, works);
  const first = await idOf(page.request, corpus, "w0");
  const draft = await publish(page, { title: `Many, ${member.handle}`, license: "CC-BY-NC-4.0", sources: works.map((_, n) => ({ id: first + n, used: "a bit" })) }, "save");
  await page.goto(`/records/${draft}/edit`);
  await expect(chosen(page)).toHaveCount(12);
  await find(page, corpus);
  await expect(chooser(page).locator("#found")).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
});
