/** The lists whose filters can be kept under a name, and their addresses. */
export const VIEWED_LIST_PATHS = {
  deliveries: "/admin/super/webhook-logs",
  leads: "/admin/super/leads",
  calls: "/admin/super/calls",
} as const;

export type ViewedList = keyof typeof VIEWED_LIST_PATHS;
export const VIEWED_LISTS = Object.keys(VIEWED_LIST_PATHS) as [ViewedList, ...ViewedList[]];
