import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { usualHoldAbove, whyHeld } from "./limits.ts";
