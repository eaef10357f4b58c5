import { createHash, randomUUID } from "node:crypto";
import { unzipSync } from "fflate";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countEntitled } from "#app/petitions/handing-in/entitled.server.ts";
import { type Format, fileOf } from "#app/petitions/handing-in/files.server.ts";
import { freezeHandin } from "#app/petitions/handing-in/freeze.server.ts";
import { findHandin, type Handin } from "#app/petitions/handing-in/handin.server.ts";
import { packOf } from "#app/petitions/handing-in/pack.server.ts";
import { handinRows, surveyOf } from "#app/petitions/handing-in/rows.server.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { type HandinPetition, plantHandinPetition, plantSigners } from "#tests/support/handins.ts";

const keys = readKeyRing(`1:${Buffer.alloc(32, 7).toString("base64")}`);
let house: TestDatabase;
beforeAll(async () => {
	house = await testDatabase();
});
afterAll(() => house.drop());

async function freeze(petition: HandinPetition, approvalId: string = randomUUID()) {
	const by = { approvalId, askedBy: randomUUID(), agreedBy: randomUUID() };
	return inTransaction(house.db, (trx) =>
		freezeHandin(trx, { petition: petition.slug, campaignId: petition.campaignId, ...by }),
	);
}

async function frozen(petition: HandinPetition): Promise<Handin> {
	const done = await freeze(petition);
	if (done.state !== "frozen") throw new Error("nothing was frozen");
	return (await findHandin(house.db, petition.campaignId, petition.slug, done.number)) as Handin;
}

/** Who stands on an addressee's list, `-` for who has withdrawn; by numbers. */
async function listed({ id }: Handin, place: number): Promise<string[]> {
	const names: string[] = [];
	for await (const row of handinRows(house.db, keys, { id, place })) names.push(row.named ? row.words.name : "-");
	return names;
}

async function file(handin: Handin, format: Format | "zip", place = 1): Promise<Buffer> {
	const addressee = handin.addressees[place - 1] ?? { place, body: "", named: 0 };
	const survey = await surveyOf(house.db, keys, { id: handin.id, place });
	const wanted = { handin, addressee, locale: "en" as const, survey };
	const from = { db: house.db, keys };
	const pieces: Buffer[] = [];
	for await (const piece of format === "zip" ? packOf(from, wanted) : fileOf(from, wanted, format)) pieces.push(piece);
	return Buffer.concat(pieces);
}

const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("who is handed in", () => {
	test("is exactly who chose so, to the addressees of the version that they signed", async () => {
		const petition = await plantHandinPetition(house.owner, [
			["One body", "A body that went"],
			["One body", "A later body"],
		]);
		await plantSigners(house.owner, keys, petition, [
			{ name: "First" },
			{ name: "Open", visibility: "public" },
			{ name: "Second", version: 2 },
			{ visibility: "counted" },
			{ name: "Hidden", visibility: "public", hidden: true },
			{ name: "Held", state: "quarantined" },
			{ name: "Out", state: "invalidated" },
		]);
		const before = await countEntitled(house.db, petition.id);
		expect(before.receiving.map(({ body, named }) => [body, named])).toEqual([
			["One body", 4],
			["A later body", 1],
		]);
		expect([before.named, before.counted]).toEqual([4, 1]);
		const handin = await frozen(petition);
		expect(handin.addressees.map(({ named }) => named)).toEqual([4, 1]);
		expect((await listed(handin, 1)).sort()).toEqual(["First", "Hidden", "Open", "Second"]);
		expect(await listed(handin, 2)).toEqual(["Second"]);
		expect([handin.signatures, handin.version]).toEqual([5, 2]);
	});

	test("is everybody once, whatever their number, never in the order of joining", async () => {
		const petition = await plantHandinPetition(house.owner, [["One body"]]);
		const names = Array.from({ length: 1_201 }, (_, i) => `Sample ${String(i).padStart(4, "0")}`);
		await plantSigners(
			house.owner,
			keys,
			petition,
			names.map((name) => ({ name })),
		);
		const handin = await frozen(petition);
		const order = await listed(handin, 1);
		expect([...order].sort()).toEqual(names);
		expect(order).not.toEqual(names);
		expect(await listed(handin, 1)).toEqual(order);
	});
});

describe("a frozen list", () => {
	test("has nobody who came later, and loses who withdraws or chooses less: their numbers stay", async () => {
		const petition = await plantHandinPetition(house.owner, [["One body"]]);
		const ids = await plantSigners(house.owner, keys, petition, [
			{ name: "Stays" },
			{ name: "Withdraws" },
			{ name: "Is hidden", visibility: "public" },
			{ name: "Chooses less" },
			{ name: "Is taken out" },
		]);
		const handin = await frozen(petition);
		await plantSigners(house.owner, keys, petition, [{ name: "Came later" }]);
		expect(await listed(handin, 1)).toHaveLength(5);
		const { owner } = house;
		await sql`delete from signatures where id = ${ids[1]}`.execute(owner);
		await sql`update signatures set hidden_on = current_date where id = ${ids[2]}`.execute(owner);
		await sql`update signatures set visibility = 'counted' where id = ${ids[3]}`.execute(owner);
		await sql`update signatures set state = 'invalidated' where id = ${ids[4]}`.execute(owner);
		expect((await listed(handin, 1)).sort()).toEqual(["-", "-", "-", "Is hidden", "Stays"]);
		const csv = (await file(handin, "csv")).toString();
		expect(csv).not.toMatch(/Withdraws|less|taken/);
		expect(csv.match(/withdrawn/g)).toHaveLength(3);
	});

	test("is frozen once by one approval, and cannot be changed by the application", async () => {
		const petition = await plantHandinPetition(house.owner, [["One body"]]);
		await plantSigners(house.owner, keys, petition, [{ name: "Sample" }]);
		const approval = randomUUID();
		const [one, other] = [await freeze(petition, approval), await freeze(petition, approval)];
		expect(other).toEqual(one);
		const [third, fourth] = await Promise.all([freeze(petition), freeze(petition)]);
		expect([third, fourth].map((done) => done.state === "frozen" && done.number).sort()).toEqual([2, 3]);
		const { db } = house;
		await expect(sql`update handin_rows set number = 9`.execute(db)).rejects.toThrow("keeps its numbers");
		await expect(sql`update handin_rows set signature_id = null`.execute(db)).rejects.toThrow("permission denied");
		await expect(sql`update handins set signatures = 9`.execute(db)).rejects.toThrow("permission denied");
		await expect(sql`delete from handin_rows`.execute(db)).rejects.toThrow("keeps its rows");
		await sql`update handins set state = 'exported', exported_on = current_date`.execute(db);
		await expect(sql`update handins set state = 'frozen', exported_on = null`.execute(db)).rejects.toThrow("go back");
	});

	test("killed before its end has frozen nothing", async () => {
		const petition = await plantHandinPetition(house.owner, [["One body"]]);
		await plantSigners(house.owner, keys, petition, [{ name: "Sample" }]);
		const ids = { approvalId: randomUUID(), askedBy: randomUUID(), agreedBy: randomUUID() };
		const killed = house.db.transaction().execute(async (trx) => {
			await freezeHandin(trx, { petition: petition.slug, campaignId: petition.campaignId, ...ids });
			await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
		});
		await expect(killed).rejects.toThrow();
		expect(await findHandin(house.db, petition.campaignId, petition.slug, 1)).toBeUndefined();
		const again = await freeze(petition, ids.approvalId);
		expect(again).toMatchObject({ state: "frozen", number: 1, named: 1 });
	});

	test("is not made of a petition whose names have ended", async () => {
		const petition = await plantHandinPetition(house.owner, [["One body"]]);
		await sql`update petitions set closed_at = now(), handed_in_at = now() where id = ${petition.id}`.execute(
			house.owner,
		);
		expect(await freeze(petition)).toEqual({ state: "over" });
	});
});

describe("country and words for the families", () => {
	test("are handed in under the number of the name; nothing that the consent did not name, nothing that leads to a person", async () => {
		const petition = await plantHandinPetition(house.owner, [["One body"]]);
		const key = newFingerprintKey(keys, `campaigns/${petition.slug}`);
		await sql`update campaigns set key_sealed = ${key} where id = ${petition.campaignId}`.execute(house.owner);
		const ids = await plantSigners(house.owner, keys, petition, [
			{ name: "Sample One", country: "KZ", line: "=Sample words" },
			{ name: "Sample Two", country: "ZZ", line: "Call me: +7 701 000 00 00" },
			{ name: "Sample Three", country: "FR", line: "900101300123" },
			{ name: "Sample Four", country: "DE", line: "Words of an older consent", agreed: 1 },
			{ visibility: "counted", line: "Words of nobody who is named" },
			{ name: "Sample Six", visibility: "public", line: "ул. Образцовая, дом 1" },
		]);
		await sql`update signatures set line = 'public' where id = ${ids[5]}`.execute(house.owner);
		const pick = sql`insert into picked_lines (signature_id, petition_id) values (${ids[5]}, ${petition.id})`;
		const handin = await frozen(petition);
		const { people } = JSON.parse((await file(handin, "json")).toString());
		const by = new Map(people.map((person: { name: string }) => [person.name, person]));
		expect(by.get("Sample One")).toMatchObject({ country: "KZ", line: "=Sample words" });
		expect(by.get("Sample Two")).toMatchObject({ country: "", lineHeld: true });
		expect(by.get("Sample Three")).toMatchObject({ country: "FR", lineHeld: true });
		expect(by.get("Sample Four")).toEqual(expect.not.objectContaining({ line: expect.anything() }));
		expect(by.get("Sample Four")).toMatchObject({ country: "" });
		expect(by.get("Sample Six")).toMatchObject({ lineHeld: true });
		const csv = (await file(handin, "csv")).toString();
		expect(csv).toContain(",'=Sample words,");
		expect(csv).not.toMatch(/701|900101300123|older consent|nobody who|Образцовая/);
		await pick.execute(house.owner);
		expect((await file(handin, "csv")).toString()).toContain("Образцовая");
	});
});

describe("its files", () => {
	let handin: Handin;
	beforeAll(async () => {
		const petition = await plantHandinPetition(house.owner, [["One body"]]);
		const names = ["Әсел Үлгі", "Пример Русский", "أحمد مثال", "示例 王", '=HYPERLINK("x")', "Sample, comma"];
		await plantSigners(
			house.owner,
			keys,
			petition,
			Array.from({ length: 300 }, (_, i) => ({ name: names[i % names.length], town: i % 2 ? "Sample town" : "" })),
		);
		handin = await frozen(petition);
	});

	test.each(["pdf", "csv", "json", "zip"] as const)(
		"%s is the same to the byte when it is made twice",
		async (format) => {
			expect(sum(await file(handin, format))).toBe(sum(await file(handin, format)));
		},
	);

	test("have one row a person and no column that nobody filled in", async () => {
		const csv = (await file(handin, "csv")).toString();
		const [head, ...lines] = csv.trimEnd().split("\r\n");
		expect(head).toBe("\ufeffnumber,name,town,country,show,version");
		expect(lines).toHaveLength(300);
		expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
		const json = JSON.parse((await file(handin, "json")).toString());
		expect(json.people).toHaveLength(300);
		expect(json.about.counts).toMatchObject({ signatures: 300, named: 300, withdrawn: 0 });
		expect(Object.keys(json.people[0])).toEqual(["number", "name", "town", "country", "show", "version"]);
		expect(JSON.stringify(json)).not.toContain("sample@example.org");
	});

	test("come with a manifest of their sums", async () => {
		const files = unzipSync(await file(handin, "zip"));
		const name = Object.keys(files).find((one) => one.endsWith("manifest.json")) ?? "";
		const manifest = JSON.parse(Buffer.from(files[name] ?? "").toString());
		expect(manifest.files).toHaveLength(3);
		for (const { name: made, sha256, bytes } of manifest.files) {
			expect(sum(files[made] as Uint8Array)).toBe(sha256);
			expect(files[made]?.length).toBe(bytes);
		}
		expect(manifest.versions).toEqual([{ people: 300, version: 1 }]);
	});
});
