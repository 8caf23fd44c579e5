/** Our sign: the W of the watch with its beacon. Stands beside the name or a heading, so it has no words of its own. */
export function Mark({ className }: { className: string }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" className={className}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        d="M4.5 8.5 8 17l4-8 4 8 3.5-8.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="12" cy="5" r="1.7" fill="#ffb454" />
    </svg>
  )
}
