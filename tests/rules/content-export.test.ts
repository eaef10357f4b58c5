import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalYaml } from "#app/campaigns/content/canonical.server.ts";
import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { writeCampaign } from "#app/campaigns/content/write-campaign.server.ts";
import { writeFolder } from "#app/campaigns/content/write-folder.server.ts";
import { readPublished } from "#app/campaigns/export.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { generatedCampaign } from "#tests/support/generated-campaign.ts";

let scratch: string;
beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), "yntymaq-export-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));
const fresh = () => mkdtemp(join(scratch, "f-"));

/** All files of a folder by their paths. */
async function filesIn(folder: string): Promise<Map<string, string>> {
	const names = (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort();
	return new Map(
		await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
	);
}

test("the first campaign stands in its folder in the canonical form", async () => {
	const folder = "db/content/zhanaozen";
	expect(writeCampaign(await readCampaign(folder))).toEqual(await filesIn(folder));
});

test("whatever a campaign says, its folder says the same, and is written the same again", async () => {
	await fc.assert(
		fc.asyncProperty(generatedCampaign, async (content) => {
			const folder = await fresh();
			await writeFolder(folder, content);
			const read = await readCampaign(folder);
			expect(new Set(read.documents)).toEqual(new Set(content.documents));
			expect(read.editions).toEqual(content.editions);
			expect(writeCampaign(read)).toEqual(await filesIn(folder));
		}),
		{ numRuns: 25 },
	);
});

test("the order in which fields come does not change a byte", async () => {
	const content = await readCampaign("db/content/zhanaozen");
	const turned = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(turned);
		if (!value || typeof value !== "object") return value;
		return Object.fromEntries(
			Object.entries(value)
				.reverse()
				.map(([key, inner]) => [key, turned(inner)]),
		);
	};
	const documents = content.documents.map((document) => ({ ...document, matter: turned(document.matter) as object }));
	expect(writeCampaign({ ...content, documents: documents.reverse() })).toEqual(writeCampaign(content));
});

test("what a block of YAML cannot hold is quoted", () => {
	for (const text of ["\tx\n  y", "a\n\n ", " \n", "x\u0007y\nz", "a \n b", "\u2028"])
		expect(canonicalYaml({ text }).startsWith("text:"), JSON.stringify(text)).toBe(true);
});

describe("through Postgres", () => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await testDatabase();
	});
	afterAll(() => database.drop());
	const keys = readKeyRing(`1:${Buffer.alloc(32, 7).toString("base64")}`);
	const publishedIn = async (folder: string) => {
		const { slug } = await readCampaign(folder);
		await importCampaign(database.db, keys, await readCampaign(folder), { sample: false });
		const content = await readPublished(database.db, slug);
		expect(content).toBeDefined();
		const out = await fresh();
		await writeFolder(out, content as NonNullable<typeof content>);
		return filesIn(out);
	};

	test("import and export give the bytes of the first campaign's folder", async () => {
		expect(await publishedIn("db/content/zhanaozen")).toEqual(await filesIn("db/content/zhanaozen"));
	});
	test("and of campaigns with any words, in some of the languages", async () => {
		const campaigns = fc.sample(generatedCampaign, { numRuns: 12, seed: 5 });
		for (const [n, content] of campaigns.entries()) {
			const folder = await fresh();
			await writeFolder(folder, { ...content, slug: `generated-${n}`, petition: `generated-${n}` });
			expect(await publishedIn(folder)).toEqual(await filesIn(folder));
		}
	});
	test("duty hours and what is said of the authorities go along; what the desk has written stays, and is named", async () => {
		const folder = await fresh();
		await writeFolder(folder, { ...(await readCampaign("db/content/zhanaozen")), slug: "hours", petition: "hours" });
		expect(await publishedIn(folder)).toEqual(await filesIn(folder));
		await database.owner
			.updateTable("campaign_editions")
			.set({ duty_hours: "9–21", authorities: "Ask the town hall." })
			.where("locale", "=", "en")
			.where("campaign_id", "=", (q) => q.selectFrom("campaigns").where("slug", "=", "hours").select("id"))
			.execute();
		const written = await publishedIn(folder);
		expect(written.get("en/pickets.yaml")).toBe('duty_hours: "9–21"\nauthorities: "Ask the town hall."\n');
		expect([...written.keys()].filter((name) => name.endsWith("pickets.yaml"))).toEqual(["en/pickets.yaml"]);

		for (const locale of ["en", "ru"]) await writeFile(join(folder, `${locale}/pickets.yaml`), 'duty_hours: "8–20"\n');
		const again = async (force: boolean) =>
			importCampaign(database.db, keys, await readCampaign(folder), { sample: false, force });
		const words = async () => (await readPublished(database.db, "hours"))?.editions;
		expect((await again(false)).kept).toEqual(["en/pickets"]);
		expect(await words()).toMatchObject({
			en: { pickets: { duty_hours: "9–21" } },
			ru: { pickets: { duty_hours: "8–20", authorities: "" } },
		});
		expect((await again(true)).kept).toEqual([]);
		expect(await words()).toMatchObject({ en: { pickets: { duty_hours: "8–20", authorities: "Ask the town hall." } } });
		// What a demonstration marks as a sample does not leave it.
		await sql`update campaigns set sample = true where slug = 'hours'`.execute(database.owner);
		expect(Object.values((await words()) ?? {}).some(({ pickets }) => pickets)).toBe(false);
	});
	test("what one language lacks is said in the folder, and taken back", async () => {
		const folder = await fresh();
		await writeFolder(folder, await readCampaign("db/content/zhanaozen"));
		await rm(join(folder, "kk/updates/01-three-languages.md"));
		await expect(readCampaign(folder)).rejects.toThrow("is there in en and not in kk");
		const facts = await readFile(join(folder, "campaign.yaml"), "utf8");
		await writeFile(
			join(folder, "campaign.yaml"),
			`${facts}missing:\n  - "kk/updates/01-three-languages"\n`
				.replace("slug: zhanaozen", "slug: other")
				.replace("petition: zhanaozen", "petition: other"),
		);
		expect(await publishedIn(folder)).toEqual(await filesIn(folder));
	});
});

describe("the folder to write", () => {
	test("is brought up to date: what the campaign no longer has goes, other files stay", async () => {
		const content = await readCampaign("db/content/zhanaozen");
		const folder = await fresh();
		await writeFolder(folder, content);
		await writeFile(join(folder, "README.md"), "mine");
		await writeFolder(folder, {
			...content,
			documents: content.documents.filter(({ path }) => path !== "timeline/21-laws"),
		});
		expect(existsSync(join(folder, "en/timeline/21-laws.md"))).toBe(false);
		expect(await readFile(join(folder, "README.md"), "utf8")).toBe("mine");
	});
	test("is refused where it holds something else", async () => {
		const content = await readCampaign("db/content/zhanaozen");
		const folder = await fresh();
		await mkdir(join(folder, "en"));
		await writeFile(join(folder, "en/notes.md"), "mine");
		await expect(writeFolder(folder, content)).rejects.toThrow("is not empty and does not hold the campaign zhanaozen");
		expect(await readFile(join(folder, "en/notes.md"), "utf8")).toBe("mine");
	});
});
