import { KEPT_FORM_ID, KEPT_VALUE } from "#app/lib/kept-form.ts";

/**
 * Fills in the form that was kept once more: React, when it takes over the page, sets controls to what they would be without
 * it. Events are sent, because some parts of a form follow others.
 */
export function refillForm(): void {
  const form = document.getElementById(KEPT_FORM_ID);
  for (const control of form?.querySelectorAll(`[${KEPT_VALUE}]`) ?? []) {
    refill(control, control.getAttribute(KEPT_VALUE) ?? "");
  }
  form?.querySelector<HTMLElement>("[autofocus]")?.focus();
}

function refill(control: Element, value: string): void {
  if (control instanceof HTMLOptionElement) {
    control.selected = value === "yes";
    if (control.selected) control.parentElement?.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
    if (control.checked !== (value === "yes")) control.click();
    return;
  }
  // Past React's own setter, which would take the value for one that it knows.
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")?.set?.call(control, value);
  control.dispatchEvent(new Event("input", { bubbles: true }));
}
