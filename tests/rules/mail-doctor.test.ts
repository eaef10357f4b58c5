import { createPublicKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { examineMail, type Finding, type Resolver, warmUpPlan } from "#app/mailings/doctor/doctor.server.ts";

const { privateKey: key } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const published = createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");
const settings = {
	MAIL_FROM: "post@campaign.example",
	BOUNCE_HOST: "bounce.campaign.example",
	BOUNCE_LISTEN: { host: "0.0.0.0", port: 25 },
	INBOUND_URL: undefined,
	MAIL_WEBHOOK_SECRET: undefined,
	MAILGUN_SIGNING_KEY: undefined,
};
const dkim = { key, selector: "2026a" };

type Zone = Record<string, string[]>;
const zone: Zone = {
	"TXT campaign.example": ["v=spf1 include:relay.example -all", "other=1"],
	"TXT bounce.campaign.example": ["v=spf1 include:relay.example -all"],
	// A long record comes in pieces.
	"TXT 2026a._domainkey.campaign.example": [`v=DKIM1; k=rsa; p=${published}`],
	"TXT _dmarc.campaign.example": ["v=DMARC1; p=quarantine"],
	"MX bounce.campaign.example": ["mx.campaign.example"],
};

/** DNS as it would be, with what differs; null takes a record away, and "away" a server. */
function dnsOf(changed: Record<string, string[] | null | "away"> = {}): Resolver {
	const at = (name: string) => {
		const found = name in changed ? changed[name] : zone[name];
		if (found === "away") throw Object.assign(new Error("timeout"), { code: "ETIMEOUT" });
		if (!found) throw Object.assign(new Error("no data"), { code: "ENODATA" });
		return found;
	};
	return {
		resolveTxt: async (name) => at(`TXT ${name}`).map((text) => text.match(/.{1,200}/g) ?? []),
		resolveMx: async (name) => at(`MX ${name}`).map((exchange, i) => ({ exchange, priority: 10 + i })),
	};
}

const examined = async (changed?: Parameters<typeof dnsOf>[0], other: Partial<typeof settings> = {}, signs = true) =>
	new Map(
		(await examineMail(dnsOf(changed), { ...settings, ...other }, signs ? dkim : undefined)).map(
			(finding): [Finding["about"], Finding] => [finding.about, finding],
		),
	);
const bad = (findings: Map<string, Finding>) =>
	[...findings.values()].filter(({ state }) => state === "bad").map(({ about }) => about);

describe("the doctor of mail", () => {
	test("finds nothing where all is published", async () => {
		expect([...(await examined()).values()].map(({ state }) => state)).toEqual(["good", "good", "good", "good"]);
	});

	test("says what to publish where nothing is", async () => {
		const findings = await examined(Object.fromEntries(Object.keys(zone).map((name) => [name, null])));
		expect(bad(findings)).toEqual(["SPF", "DKIM", "DMARC", "Return path"]);
		expect(findings.get("DKIM")?.publish).toEqual({
			name: "2026a._domainkey.campaign.example",
			type: "TXT",
			value: `v=DKIM1; k=rsa; p=${published}`,
		});
		expect(findings.get("DMARC")?.publish).toEqual({
			name: "_dmarc.campaign.example",
			type: "TXT",
			value: "v=DMARC1; p=none",
		});
		expect(findings.get("SPF")?.publish?.name).toBe("bounce.campaign.example");
		expect(findings.get("Return path")?.publish).toMatchObject({ name: "bounce.campaign.example", type: "MX" });
	});

	test.each([
		["another key is published", { "TXT 2026a._domainkey.campaign.example": ["v=DKIM1; k=rsa; p=AAAA"] }, "DKIM"],
		["the key was revoked", { "TXT 2026a._domainkey.campaign.example": ["v=DKIM1; k=rsa; p="] }, "DKIM"],
		["the key is a test", { "TXT 2026a._domainkey.campaign.example": [`v=DKIM1; t=y; p=${published}`] }, "DKIM"],
		["everybody may send", { "TXT bounce.campaign.example": ["v=spf1 +all"] }, "SPF"],
		["two records count as none", { "TXT bounce.campaign.example": ["v=spf1 -all", "v=spf1 mx -all"] }, "SPF"],
		["a policy is none", { "TXT _dmarc.campaign.example": ["v=DMARC1; p=maybe"] }, "DMARC"],
		["there are two policies", { "TXT _dmarc.campaign.example": ["v=DMARC1; p=none", "v=DMARC1; p=reject"] }, "DMARC"],
		["nothing takes mail", { "MX bounce.campaign.example": null }, "Return path"],
	] as const)("sees that %s", async (_, changed, about) => {
		expect(bad(await examined(changed as Parameters<typeof dnsOf>[0]))).toEqual([about]);
	});

	test("sees what the settings lack", async () => {
		expect(bad(await examined({}, {}, false))).toEqual(["DKIM"]);
		expect(bad(await examined({}, { BOUNCE_LISTEN: undefined as never }))).toEqual(["Return path"]);
		const elsewhere = { "TXT b.relay.example": ["v=spf1 -all"], "MX b.relay.example": ["mx.relay.example"] };
		expect(bad(await examined(elsewhere, { BOUNCE_HOST: "b.relay.example" }))).toEqual(["Return path"]);
	});

	test("takes the policy of the domain above where a part of it has none", async () => {
		const changed = {
			"TXT 2026a._domainkey.post.campaign.example": zone["TXT 2026a._domainkey.campaign.example"] ?? null,
		};
		const findings = await examined(changed, { MAIL_FROM: "a@post.campaign.example", BOUNCE_HOST: undefined as never });
		expect(findings.get("DMARC")).toMatchObject({ state: "good", text: "p=quarantine" });
	});

	test("judges nothing while DNS does not answer", async () => {
		const findings = await examined(Object.fromEntries(Object.keys(zone).map((name) => [name, "away"])));
		expect([...findings.values()].map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
	});
});

test("a new domain sends all its mails, each day at least as many as the day before but on the last, and at most twice in two days", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 5_000_000 }), (mails) => {
			const plan = warmUpPlan(mails);
			expect(plan.reduce((sum, day) => sum + day.mails, 0)).toBe(mails);
			expect(plan[0]?.mails).toBeLessThanOrEqual(500);
			for (const [i, { mails: may }] of plan.slice(0, -1).entries()) {
				expect(may).toBeGreaterThanOrEqual(plan[i - 1]?.mails ?? 0);
				expect(may).toBeLessThanOrEqual(2 * (plan[i - 2]?.mails ?? 500) + 100);
			}
		}),
	);
});
