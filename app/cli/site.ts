import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { channels } from "#db/channels.ts";
import { answers } from "#db/client.ts";
import { listen as listenTo } from "#db/listen.ts";
import { addressKey } from "#emails/address-key.ts";
import { mailWaker } from "#emails/wake.ts";
import { recordConsentTexts } from "../consent/texts.server.ts";
import type { App, Visitor } from "../context.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { createCardStarts } from "../fund/giving/card-starts.server.ts";
import { createPaymentLooks } from "../fund/giving/paid.server.ts";
import { createGiftLimits } from "../fund/managing/gift-limits.server.ts";
import { isTrial } from "../fund/trial.server.ts";
import { openMetrics } from "../metrics/metrics.server.ts";
import { guard, type LetIn } from "../organise/guard.server.ts";
import { watchBlockedNetworks } from "../petitions/abuse/blocked-networks.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { createFrontDoor, type FrontDoorOptions } from "../server.ts";
import stylesheet from "../ui/styles/index.css?url";
import { type PageCache, pageCache } from "../web/page-cache.ts";
import { alarmed } from "../web/post-alarm.ts";
import { createPostLimits } from "../web/post-limits.ts";
import { isOrganise } from "../web/target.ts";
import { throttle } from "../web/throttle.ts";
import { checkKeys } from "./check-keys.ts";
import type { Ground } from "./ground.ts";
import { openPool } from "./open-pool.ts";
import { stripeDoor } from "./stripe-door.ts";

/** Answers a request that the front door, and under /organise the guard, has let in. */
export type Handle = (
	request: Request,
	app: App,
	more: { visitor: Visitor; nonce: string } & LetIn,
) => Promise<Response>;

/** What a site answers with: its pages, its files, and what sees a request before them. */
export interface Site extends Pick<FrontDoorOptions, "assets" | "before"> {
	handle: Handle;
	/** Says which addresses the build has. Pages are kept where it is given: in development they change under our feet. */
	isRoute?: (pathname: string) => boolean;
	/** The clock of people's dates. */
	now?: () => Date;
}

const DRAIN_MS = 5_000;
const WEB_STATEMENT_MS = 5_000;
const PAGE_BYTES = 64 * 1024 * 1024;

/**
 * Opens the site.
 * @returns the address to open in a browser
 * @throws SettingError when it cannot listen where the settings say
 */
export async function serveSite(
	ground: Ground,
	{ handle, isRoute, now = () => new Date(), ...site }: Site,
): Promise<string> {
	const { settings, log, life, databaseUrl, mailbox } = ground;
	const keys = readKeyRing(settings.SECRET_KEYS);
	await checkKeys(databaseUrl, keys, settings.BENEFICIARY_KEYS_FILE);
	const db = openPool(ground, settings.DB_POOL_MAX, WEB_STATEMENT_MS);
	await recordConsentTexts(db);
	const limits = createPostLimits({
		perMinute: settings.POSTS_PER_MINUTE,
		perDay: settings.POSTS_PER_DAY,
		now: Date.now,
		random: randomBytes,
	});
	const blocked = await watchBlockedNetworks(db, log);
	life.atEnd("door", blocked.stop);
	const cache = isRoute && keepPages(ground, now);
	const metrics = openMetrics(db);
	const app: App = {
		settings,
		metrics,
		db,
		keys,
		log,
		limits: alarmed(limits, log, Date.now),
		blocksNetwork: blocked.has,
		addressKey: await addressKey(db, keys),
		ready: () => answers(db),
		now,
		wakeMailer: mailWaker(db),
		pagesChanged: (how) => cache?.changed(how === "at once"),
		mailbox,
		cardStarts: createCardStarts({ now: Date.now, random: randomBytes }),
		looksAtPayment: createPaymentLooks(),
		takesOfGift: createGiftLimits({ now: Date.now, random: randomBytes }),
		stripe: stripeDoor(ground),
	};
	if (isTrial(app.stripe, settings.demonstration))
		log.warn(
			"STRIPE_SECRET_KEY is of Stripe's test mode: gifts by card are no real money, and the fund's page says so",
		);
	const door = createFrontDoor({
		settings,
		log,
		handle: async (request, visitor, nonce) => {
			const letIn = isOrganise(new URL(request.url).pathname) ? await guard(app, request) : {};
			return letIn instanceof Response ? letIn : handle(request, app, { visitor, nonce, ...letIn });
		},
		stylesheet,
		checkoutOrigin: app.stripe?.checkoutOrigin,
		onAnswer: metrics.answered,
		pages: isRoute && cache && { cache, isRoute },
		...site,
	});
	await listen(door.server, settings);
	life.atEnd("door", () => door.drain(DRAIN_MS));
	return settings.BASE_URL ?? `http://localhost:${(door.server.address() as AddressInfo).port}`;
}

/** Pages that this process has made; Postgres tells of what changes over one connection beside the pool's. */
function keepPages({ databaseUrl, log, life }: Ground, now: () => Date): PageCache {
	const onStale = throttle(10_000, () => log.warn("Postgres is away: giving pages as they were"));
	const cache = pageCache({ most: PAGE_BYTES, now, onStale });
	const stopListening = listenTo(databaseUrl, channels.pages, cache);
	life.atEnd("door", async () => {
		cache.stop();
		await stopListening();
	});
	return cache;
}

function listen(server: Server, { PORT, HOST }: Settings): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", ({ code = "" }: NodeJS.ErrnoException) => reject(new SettingError(whyNot(code, PORT, HOST))));
		server.listen(PORT, HOST, resolve);
	});
}

function whyNot(code: string, port: number, host: string): string {
	const reasons: Record<string, string> = {
		EADDRINUSE: `PORT ${port} is in use: stop what listens there, or set another PORT`,
		EACCES: `PORT ${port} needs rights that this user lacks: set one above 1023`,
	};
	return reasons[code] ?? `HOST ${host} cannot be listened on (${code}): set an address of this machine`;
}
