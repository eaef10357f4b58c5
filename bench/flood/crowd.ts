/** One who signs once: a bot or a person. */
export interface Sender {
	email: string;
	/** What the proxy says it comes from. */
	address: string;
	kind: "bot" | "person" | "behind-nat";
}

export interface CrowdSize {
	bots: number;
	/** Catch-all domains that the bots' mailboxes are in. */
	domains: number;
	/** The /24s that the bots post from. */
	networks: number;
	people: number;
	/** Of the people, those at a rally whose posts all come from one address. */
	behindNat: number;
}

const large = [
	"gmail.com",
	"mail.ru",
	"yandex.kz",
	"mail.kz",
	"outlook.com",
	"yahoo.com",
	"gmx.de",
	"seznam.cz",
	"icloud.com",
];
const unionMembers = 20;

/** A flood with people in it, each kind spread evenly over the whole; the same for the same size. */
export function crowdOf({ bots, domains, networks, people, behindNat }: CrowdSize): Sender[] {
	const placed = [
		...spread(bots, (i) => ({
			email: `${["anna", "b", "c.d"][i % 3]}${i}@${i % 2 ? `m${i % 7}.` : ""}catchall${i % domains}.example`,
			address: `203.0.${i % networks}.${(i % 250) + 1}`,
			kind: "bot",
		})),
		...spread(people - behindNat, (i) => ({
			email: personOf(i),
			// Everyone at home: a network of their own.
			address: `20.${i >> 8}.${i & 255}.9`,
			kind: "person",
		})),
		...spread(behindNat, (i) => ({
			email: personOf(people - behindNat + i),
			address: "198.51.100.7",
			kind: "behind-nat",
		})),
	];
	return placed.sort((a, b) => a.at - b.at).map(({ sender }) => sender);
}

function spread(n: number, make: (i: number) => Sender): { at: number; sender: Sender }[] {
	return Array.from({ length: n }, (_, i) => ({ at: (i + 0.5) / n, sender: make(i) }));
}

/** Six of ten at large providers, two of ten in unions of up to 20 members who sign, two of ten at domains of one to three people. */
function personOf(i: number): string {
	const [tenth, nth] = [i % 10, Math.floor(i / 10)];
	if (tenth < 6) return `person${i}@${large[nth % large.length]}`;
	if (tenth < 8) return `member${i}@union${Math.floor((2 * nth + tenth - 6) / unionMembers)}.example`;
	return `person${i}@small${Math.floor((2 * nth + tenth - 8) / (1 + (nth % 3)))}.example`;
}
