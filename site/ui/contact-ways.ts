export interface ContactWay {
  kind: 'phone' | 'email'
  href: string
  shown: string
}

/** How to reach the organisers: what the operator has filled in, nothing for what is blank. */
export function contactWaysOf({ phone, email }: { phone: string; email: string }): ContactWay[] {
  const ways: ContactWay[] = [
    { kind: 'phone', href: `tel:${phone.replace(/[^+\d]/g, '')}`, shown: phone },
    { kind: 'email', href: `mailto:${email}`, shown: email },
  ]
  return ways.filter(({ shown }) => shown !== '')
}
