const plenty = { per_second: 1000, burst_count: 10_000 };

/**
 * Limits that loading a company or running a test suite never meets. Synapse's
 * own would refuse the sixth sign-in from one address and a second of messages.
 */
export const rateLimits = {
  rc_message: plenty,
  rc_registration: plenty,
  rc_login: { address: plenty, account: plenty, failed_attempts: plenty },
  rc_admin_redaction: plenty,
  rc_joins: { local: plenty, remote: plenty },
  rc_joins_per_room: plenty,
  rc_invites: { per_room: plenty, per_user: plenty, per_issuer: plenty },
  rc_media_create: plenty,
  rc_room_creation: plenty,
  rc_reports: plenty,
  rc_user_directory: plenty,
  rc_profile: plenty,
  rc_delayed_event_mgmt: plenty,
  rc_federation: { window_size: 1000, sleep_limit: 1000, sleep_delay: 1, reject_limit: 10_000, concurrent: 1000 },
} as const;
