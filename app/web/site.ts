import type { Settings } from "#app/env.server.ts";

/** What of the settings the front door needs to know whom it answers for. */
export type SiteSettings = Pick<Settings, "BASE_URL" | "ONION_HOST" | "TRUST_PROXY" | "demonstration">;

/** The site that a request was sent to. */
export interface Site {
	/** Scheme, host and port, no path. */
	origin: string;
	/** It came to ONION_HOST. */
	onion: boolean;
}

const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Which of our names a request used (RFC 9112 §3.2).
 * @param hosts every Host header, as sent
 * @returns 400 when there is not exactly one readable Host, 421 when it is not ours: links in pages and
 *   mails never follow a name that a stranger chose, and no other site can be pointed at this server
 */
export function siteOf(hosts: readonly string[], settings: SiteSettings): Site | 400 | 421 {
	const [host] = hosts;
	const parts = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i.exec(host ?? "");
	if (hosts.length !== 1 || !host || !parts || Number(parts[2] ?? 0) > 65_535) return 400;
	const name = parts[1]?.toLowerCase() ?? "";
	if (settings.demonstration)
		return loopback.includes(name) ? { origin: new URL(`http://${host}`).origin, onion: false } : 421;
	if (settings.ONION_HOST && sameHost(host, `http://${settings.ONION_HOST}`))
		return { origin: `http://${settings.ONION_HOST}`, onion: true };
	if (settings.BASE_URL && sameHost(host, settings.BASE_URL)) return { origin: settings.BASE_URL, onion: false };
	return 421;
}

function sameHost(host: string, base: string): boolean {
	const ours = new URL(base);
	const asked = `${ours.protocol}//${host}`;
	return URL.canParse(asked) && new URL(asked).host === ours.host;
}

/** Origins whose forms we take on a site. In the demonstration every loopback name with the port that was asked. */
export function ownOrigins(site: Site, settings: SiteSettings): string[] {
	if (settings.demonstration) {
		const { port } = new URL(site.origin);
		return loopback.map((name) => new URL(`http://${name}${port && `:${port}`}`).origin);
	}
	const onion = settings.ONION_HOST ? [`http://${settings.ONION_HOST}`, `https://${settings.ONION_HOST}`] : [];
	return settings.BASE_URL ? [settings.BASE_URL, ...onion] : onion;
}
