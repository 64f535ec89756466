// Whether somebody goes through tabs by the keyboard: a terminal would take the focus on the way, and then the arrows.

/** By the pointer or a shortcut the shown tab was meant, and what is typed is for what it shows. */
export const isPassingBy = (): boolean =>
  document.activeElement?.matches('[role="tab"][aria-selected="true"]:focus-visible') === true
