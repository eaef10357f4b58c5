import { BlockList } from "node:net";
import { sql } from "kysely";
import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { Db } from "#db/client.ts";

const EVERY_MS = 2_000;

export interface BlockedNetworks {
	/** @param network as `networkOf` names it; the onion and what a proxy hides cannot be blocked */
	has(network: string | null): boolean;
	stop(): Promise<void>;
}

/**
 * Keeps the blocked networks in memory, read anew every two seconds. A post is compared here and its
 * network goes no further: in a statement it could stand in Postgres' log beside the signing.
 * With Postgres away the last list holds.
 * @throws when they cannot be read at the start
 */
export async function watchBlockedNetworks(db: Db, log: { warn: Log; info: Log }): Promise<BlockedNetworks> {
	let list = await read(db);
	const { stop } = repeat(log, {
		every: EVERY_MS,
		async round() {
			list = await read(db);
		},
		says: { failing: "blocked networks cannot be read", again: "blocked networks are read again" },
	});
	return { has: (network) => isIn(list, network), stop };
}

async function read(db: Db): Promise<BlockList> {
	const { rows } = await sql<{ address: string; prefix: number; version: 4 | 6 }>`
		select host(network) as address, masklen(network) as prefix, family(network) as version from blocks
		where network is not null and (expires_on is null or expires_on >= current_date)`.execute(db);
	const list = new BlockList();
	for (const { address, prefix, version } of rows) list.addSubnet(address, prefix, `ipv${version}`);
	return list;
}

function isIn(list: BlockList, network: string | null): boolean {
	const [, address] = /^([\d.]+|[\da-f:]+)\/\d+$/.exec(network ?? "") ?? [];
	return address !== undefined && list.check(address, address.includes(":") ? "ipv6" : "ipv4");
}
