import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { type AddressState, addressStates, arrange, signDirectly } from "#tests/support/address-states.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { sendRaw } from "#tests/support/raw-http.ts";
import { workDone } from "#tests/support/work-done.ts";

// Nobody can find out by signing whether an address has signed (decision 3). How long it takes is
// `npm run drill timing`; here it is what is answered and what is done.

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

let made = 0;
/** An address like all others here, in a state. */
async function addressIn(state: AddressState): Promise<string> {
	const email = `somebody-${String(++made).padStart(4, "0")}@example.org`;
	await arrange(app.db, readKeyRing(app.settings.SECRET_KEYS), state, email);
	return email;
}

test("the answer is the same to the byte, whatever the address has behind it", async () => {
	const { port, host } = new URL(app.origin);
	const answers = new Map<string, string[]>();
	const forms: Record<string, string>[] = [
		{},
		{ visibility: "public", name: "Sample", updates: "on" },
		{ homepage: "https://x.example" },
	];
	for (const form of forms)
		for (const state of [...addressStates, ...addressStates]) {
			const fields = new URLSearchParams({
				email: await addressIn(state),
				country: "GB",
				visibility: "counted",
				...form,
			});
			const body = fields.toString();
			const head = [
				"POST /en/petitions/zhanaozen/sign HTTP/1.1",
				`Host: ${host}`,
				"Content-Type: application/x-www-form-urlencoded",
				`Content-Length: ${body.length}`,
				"Connection: close",
			];
			const [answer] = await sendRaw(Number(port), `${head.join("\r\n")}\r\n\r\n${body}`);
			answer?.headers.delete("date");
			const bytes = JSON.stringify([answer?.status, [...(answer?.headers ?? [])], answer?.body.toString("latin1")]);
			answers.set(bytes, [...(answers.get(bytes) ?? []), state]);
		}
	expect([...answers.keys()]).toEqual([expect.stringContaining("/en/petitions/zhanaozen/check-your-email")]);
});

/** What one signing does: its statements, and what each table feels of them. It is not kept. */
function workOfSigning(email: string) {
	return workDone(app.db, (trx) => signDirectly(trx, readKeyRing(app.settings.SECRET_KEYS), email));
}

test("the work is the same: as many statements, the same scans, rows read and rows written", async () => {
	const addresses = await Promise.all(addressStates.map(async (state) => ({ state, email: await addressIn(state) })));
	// The first signing freezes the petition's words; Postgres settles on its plans after a few more.
	for (const { email } of [...addresses, ...addresses]) await workOfSigning(email);
	const works = await Promise.all(
		addresses.map(async ({ state, email }) => ({ state, ...(await workOfSigning(email)) })),
	);
	const [ofNew] = works;
	expect(ofNew?.statements.length).toBeGreaterThan(0);
	expect(ofNew?.done).toMatchObject({
		submissions: [0, 0, expect.any(Number), expect.any(Number), 1, 0, 0],
		email_deliveries: [0, 0, expect.any(Number), expect.any(Number), 1, 0, 0],
	});
	for (const { state, statements, done } of works) expect({ state, statements, done }).toEqual({ ...ofNew, state });
});

test("a look at who has signed would show", async () => {
	await sql`
		create function look() returns trigger language plpgsql as $$ begin
			perform from signatures where petition_id = new.petition_id and fingerprint = new.fingerprint;
			return new;
		end $$`.execute(app.owner);
	await sql`create trigger look before insert on submissions for each row execute function look()`.execute(app.owner);
	const [ofNew, ofConfirmed] = [await addressIn("new"), await addressIn("confirmed")];
	expect((await workOfSigning(ofNew)).done).not.toEqual((await workOfSigning(ofConfirmed)).done);
});
