import type { Settings } from "#app/env.server.ts";

/** Who answers for the site and where post reaches them, as the settings say; undefined where they do not. */
export function controllerOf({ CONTROLLER_NAME: name, CONTROLLER_ADDRESS: address }: Settings) {
	return name && address ? { name, address } : undefined;
}
