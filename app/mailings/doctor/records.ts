/** What DNS has about the domain that mail comes from; null where it could not be asked. */
export interface MailRecords {
	/** TXT records of the domain. */
	domain: string[] | null;
	/** TXT records of `SELECTOR._domainkey.DOMAIN`. */
	key: string[] | null;
	/** TXT records of `_dmarc.DOMAIN`, else of the domain that was registered. */
	dmarc: string[] | null;
	/** Where mail for BOUNCE_HOST goes, else for the domain: hosts, the first to be tried first. */
	back: string[] | null;
	/** TXT records of BOUNCE_HOST. */
	bounce: string[] | null;
}

/** What is asked of DNS; both reject when a name has no such record (ENODATA, ENOTFOUND) or nobody answers. */
export interface Resolver {
	resolveTxt(name: string): Promise<string[][]>;
	resolveMx(name: string): Promise<{ exchange: string; priority: number }[]>;
}

/** Whose records are looked up. */
export interface SendingDomain {
	domain: string;
	/** The domain that was registered, of which it may be a part. */
	registered: string;
	selector?: string;
	bounceHost?: string;
}

/** Looks up all that the checks need, at the same time. */
export async function lookUp(
	dns: Resolver,
	{ domain, registered, selector, bounceHost }: SendingDomain,
): Promise<MailRecords> {
	const texts = (name: string | undefined) =>
		name === undefined
			? Promise.resolve([])
			: answered(dns.resolveTxt(name).then((records) => records.map((parts) => parts.join(""))));
	const [own, key, policy, above, back, bounce] = await Promise.all([
		texts(domain),
		texts(selector && `${selector}._domainkey.${domain}`),
		texts(`_dmarc.${domain}`),
		texts(registered === domain ? undefined : `_dmarc.${registered}`),
		answered(
			dns
				.resolveMx(bounceHost ?? domain)
				.then((hosts) => hosts.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange)),
		),
		texts(bounceHost),
	]);
	return { domain: own, key, dmarc: policy?.length === 0 ? above : policy, back, bounce };
}

/** Nothing where DNS says that there is none; null where it says nothing. */
async function answered(asked: Promise<string[]>): Promise<string[] | null> {
	try {
		return await asked;
	} catch (error) {
		const code = error instanceof Error && "code" in error ? error.code : "";
		return code === "ENOTFOUND" || code === "ENODATA" ? [] : null;
	}
}
