import { idOf, importCorpus, type Link, type Work } from "./corpus";
import { expect, expectAccessible, expectFits, test } from "./fixtures";

/** A record in the middle: two grandparents, eight sources, thirty remixes, one of them remixed again. */
function crossing(project: string) {
  const works: Work[] = [{ id: "root-a", minute: 0 }, { id: "root-b", minute: 1, medium: "code" }];
  const links: Link[] = [["source-0", "root-a"], ["source-1", "root-a"], ["source-1", "root-b"]];
  for (let n = 0; n < 8; n++) {
    works.push({ id: `source-${n}`, title: `Harbour, part ${n}`, author: `artist ${n % 3}`, minute: 10 + n, medium: "audio" });
    links.push(["focus", `source-${n}`]);
  }
  works.push({ id: "focus", title: "Harbour lights, slow version", minute: 20, tags: ["harbour", "slow"], url: "https://example.org/harbour" });
  for (let n = 0; n < 30; n++) {
    works.push({ id: `remix-${n}`, title: `After the harbour, ${n}`, author: `singer ${n % 5}`, minute: 30 + n });
    links.push([`remix-${n}`, "focus"]);
  }
  works.push({ id: "last", minute: 90 });
  links.push(["last", "remix-0"]);
  return importCorpus(project, works, links);
}

test("a record's page: the work, where it came from, what came from it @plain @smoke", async ({ page }, info) => {
  const corpus = crossing(info.project.name);
  const id = await idOf(page.request, corpus, "focus");
  expect((await page.goto(`/records/${id}`))?.status()).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Harbour lights, slow version");
  await expect(page.locator(".record-by")).toContainText("made from 8 records by 3 members");
  await expect(page.locator(".record-by")).toContainText("remixed 30 times");
  await expect(page.locator("#made-from .line-title")).toHaveText([0, 1, 2, 3, 4, 5, 6, 7].map((n) => `Harbour, part ${n}`));
  await expect(page.locator("#lineage")).toContainText("10 records before, 31 after");
  await expect(page.locator("#remixes")).toContainText("30 records, the newest 12 here");
  await expect(page.locator("#license")).toContainText("CC BY 4.0");
  await expect(page.getByText("Imported from")).toContainText(`${corpus}/focus`);
  // The work stands before everything that is said of it.
  const work = await page.locator(".work").boundingBox();
  const lineage = await page.locator("#lineage").boundingBox();
  expect(work!.y).toBeLessThan(lineage!.y);

  // A picture to walk along, by links alone.
  const picture = page.locator(".lineage svg:visible");
  await expect(picture.locator("a")).toHaveCount(42);
  const other = await idOf(page.request, corpus, "root-a");
  await picture.locator(`a[href='/records/${other}']`).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Work root-a");
  await expect(page.locator("#made-from")).toContainText("A root: it came from nobody else");
  await page.getByRole("link", { name: "See the whole lineage" }).click();
  await expect(page).toHaveURL(`/records/${other}/lineage`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Work root-a");
});

test("the credit line can be copied in three forms, and the lineage had as data @plain", async ({ page }, info) => {
  const corpus = importCorpus(info.project.name, [{ id: "a", title: "Rain & <tin>", author: "Bo" }, { id: "b", title: "Slow rain" }], [["b", "a"]]);
  const id = await idOf(page.request, corpus, "b");
  await page.goto(`/records/${id}`);
  await page.getByText("Credit line to copy").click();
  const text = page.getByRole("region", { name: "Credit line as Text" });
  await expect(text).toContainText("Slow rain");
  await expect(text).toContainText("Rain & <tin>");
  await expect(text).toContainText(`${corpus} Bo`);
  await expect(page.getByRole("region", { name: "Credit line as HTML" })).toContainText("Rain &amp; &lt;tin&gt;");
  const json = JSON.parse(await page.getByRole("region", { name: "Credit line as JSON" }).innerText()) as unknown;
  expect(JSON.stringify(json)).toContain("Rain & <tin>");
  for (const format of ["text", "html", "json"]) {
    const answer = await page.request.get(`/api/v1/records/${id}/attribution?format=${format}`);
    expect(answer.status(), format).toBe(200);
    expect(await answer.text(), format).toContain("Slow rain");
  }
  await page.getByText("The lineage as data").click();
  for (const name of ["SVG", "GraphML", "GEXF", "PROV-JSON", "JSON"]) {
    const href = await page.locator(".fold-body .facts").getByRole("link", { name, exact: true }).getAttribute("href");
    expect((await page.request.get(href!)).status(), name).toBe(200);
  }
});

test("programs read a page's head", async ({ page }, info) => {
  const corpus = importCorpus(
    info.project.name,
    [{ id: "a", title: "</script><script>document.title='taken'</script>" }, { id: "b", title: "</title><b>Slow rain</b>", license: "CC0-1.0", tags: ["rain"] }],
    [["b", "a"]],
  );
  const id = await idOf(page.request, corpus, "b");
  await page.goto(`/records/${id}`);
  await expect(page).toHaveTitle("</title><b>Slow rain</b> · Understory");
  const scripts = page.locator("script[type='application/ld+json']");
  await expect(scripts).toHaveCount(1);
  const data = JSON.parse((await scripts.textContent())!) as Record<string, unknown>;
  expect(data["@context"]).toBe("https://schema.org");
  expect(data["@type"]).toContain("CreativeWork");
  expect(data["name"]).toBe("</title><b>Slow rain</b>");
  expect(data["license"]).toBe("https://creativecommons.org/publicdomain/zero/1.0/");
  expect((data["isBasedOn"] as { name: string }[])[0]!.name).toBe("</script><script>document.title='taken'</script>");
  await expect(page.locator("meta[property='og:title']")).toHaveAttribute("content", "</title><b>Slow rain</b>");
  const image = await page.locator("meta[property='og:image']").getAttribute("content");
  expect((await page.request.get(new URL(image!).pathname)).status()).toBe(200);
  const oembed = await page.locator("link[type='application/json+oembed']").getAttribute("href");
  const card = await page.request.get(oembed!);
  expect(((await card.json()) as { title: string }).title).toBe("</title><b>Slow rain</b>");
});

test("titles of every kind are shown as they are, and break nothing", async ({ page }, info) => {
  const titles = {
    markup: "<script>alert('taken')</script><img src=x onerror=alert(2)> & <b>bold</b>",
    arabic: "أغنية الميناء البطيئة (نسخة 2)",
    hebrew: "שיר על הנמל, גרסה איטית",
    emoji: "🌱👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 harbour 🎶",
    long: `${"Harbour lights and what became of them ".repeat(21).trim()}`.slice(0, 802),
    unbroken: "Donaudampfschifffahrtsgesellschaft".repeat(20),
    marks: "̸̢̛͓̗̝͝".repeat(30),
    none: "",
    attribute: `" onmouseover="alert(3)" x="`,
    textarea: "</textarea></title><svg onload=alert(4)>",
    override: "‮drowssap ym si siht‬",
  };
  const works = Object.entries(titles).map(([id, title]) => ({ id, title, author: id === "markup" ? titles.markup.slice(0, 60) : "somebody", tags: ["strange"] }));
  const links = works.filter((work) => work.id !== "markup").map((work): Link => [work.id, "markup"]);
  const corpus = importCorpus(info.project.name, works, links);
  for (const [id, title] of Object.entries(titles)) {
    await page.goto(`/records/${await idOf(page.request, corpus, id)}`);
    const heading = page.getByRole("heading", { level: 1 });
    if (id === "none") await expect(heading).toHaveText("Untitled");
    else expect((await heading.textContent())!.length, id).toBeGreaterThan(title.length / 3);
    if (id !== "none" && id !== "marks" && id !== "override") await expect(heading).toHaveText(title);
    await expect(page.locator("main script:not([type='application/ld+json']), main img[src='x'], main svg[onload]")).toHaveCount(0);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(over, `${id} at ${width}`).toBeLessThanOrEqual(0);
    }
  }
  await page.goto(`/records?q=${corpus}`);
  await expectFits(page);
  await page.goto(`/records/${await idOf(page.request, corpus, "markup")}`);
  await expect(page.locator("#remixes article")).toHaveCount(10);
  await expectAccessible(page);
  await expectFits(page);
});

test("a chain and a crowd are drawn and counted", async ({ page }, info) => {
  const works: Work[] = [{ id: "w0" }];
  const links: Link[] = [];
  for (let n = 1; n < 300; n++) {
    works.push({ id: `w${n}` });
    links.push([`w${n}`, `w${n < 200 ? n - 1 : 100}`]);
  }
  const corpus = importCorpus(info.project.name, works, links);
  await page.goto(`/records/${await idOf(page.request, corpus, "w100")}`);
  await expect(page.locator("#lineage")).toContainText("100 records before, 199 after");
  await expect(page.locator("#lineage")).toContainText("The 150 nearest are shown.");
  expect(await page.locator(".lineage svg:visible a").count()).toBeLessThanOrEqual(150);
  await expectFits(page);
});
