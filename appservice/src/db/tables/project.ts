export interface ProjectTable {
  id: string;
  name_en: string;
  name_zh: string;
  lead_id: string | null;
  /** Set when the import says so or no longer names the project; its room is closed then. */
  ended_at: Date | null;
}
