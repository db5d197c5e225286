// A form that was sent with a fault gives the focus to its first field at fault, whose error is then read aloud. Called once by App.

/** Listens for every form of the page; answers what stops it. */
export function leadToFirstFault(): () => void {
  const lead = ({ target }: Event) => {
    // After the form's own listener has marked its fields.
    setTimeout(() => {
      if (target instanceof HTMLFormElement)
        target.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    })
  }
  document.addEventListener('submit', lead)
  return () => document.removeEventListener('submit', lead)
}
