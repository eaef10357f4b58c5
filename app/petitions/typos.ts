/** Slips of the finger that are no mail provider, and the provider that was meant. A question, never a correction. */
const meant: Record<string, readonly string[]> = {
	"gmail.com": ["gmial.com", "gmai.com", "gmal.com", "gamil.com", "gmail.con", "gmail.co", "gnail.com", "gmaill.com"],
	"hotmail.com": ["hotmial.com", "hotmai.com", "hotmal.com", "hotmail.con", "hotamil.com"],
	"outlook.com": ["outlok.com", "outloo.com", "outlook.con", "oulook.com"],
	"yahoo.com": ["yaho.com", "yahooo.com", "yahoo.con", "yhaoo.com"],
	"icloud.com": ["iclod.com", "icloud.con", "icoud.com"],
	"mail.ru": ["mial.ru", "mail.ri", "maill.ru", "meil.ru", "mail.ry"],
	"yandex.ru": ["yandex.r", "yadex.ru", "yandx.ru", "yandeks.ru", "jandex.ru"],
	"inbox.ru": ["imbox.ru", "inbx.ru"],
};

const byTypo = new Map(
	Object.entries(meant).flatMap(([domain, typos]) => typos.map((typo) => [typo, domain] as const)),
);

/** The domain that a known misspelling stands for; undefined for every other domain. */
export function meantDomain(domain: string): string | undefined {
	return byTypo.get(domain);
}
