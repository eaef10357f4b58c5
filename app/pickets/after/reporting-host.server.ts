import type { App } from "#app/context.ts";
import { findHost, type Host } from "../hosting/host.server.ts";
import { canReport } from "./report.server.ts";

/** The host of a link who can tell how it was; undefined before the picket has begun, and for every other link. */
export async function reportingHost(app: App, token = ""): Promise<Host | undefined> {
	const host = await findHost(app.db, app.keys, token);
	return host && canReport(host, app.now()) ? host : undefined;
}
