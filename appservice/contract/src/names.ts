import { z } from "zod";
import type { Ability } from "./abilities.ts";
import type { ErrorCode } from "./errors.ts";
import type { LiveTopic } from "./live-topics.ts";
import type { NoticeKind } from "./notices.ts";

/*
 * Names out of the tables of the whole product, in answers. The tables derive
 * from the files that use these schemas, so the compiler checks the names here
 * and `openapi.ts` lists them.
 */
const name = <Name extends string>(id: string, description: string): z.ZodType<Name> =>
  z.string().meta({ id, description }) as unknown as z.ZodType<Name>;

export const AbilityName = name<Ability>("Ability", "One thing that a role may do");
export const ErrorCodeName = name<ErrorCode>("ErrorCode", "What went wrong, for programs");
export const LiveTopicName = name<LiveTopic>("LiveTopic", "What open windows can be told to read again");
export const NoticeKindName = name<NoticeKind>("NoticeKind", "What somebody is told in the bell");
