import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { signIn, type SignInProblem, type SignInWarning } from './server.ts';
import type { DemoMessages } from './words/english.ts';
import { useWords } from './words/useWords.ts';

export interface SignInProps {
  readonly reason: 'first' | 'signed-out';
  /** The address of the server, only to be shown. */
  readonly address: string;
  readonly onSignedIn: (userName: string, warning: SignInWarning | undefined) => void;
}

/** Asks for user name and password. They are not stored, and stay in the form after a refusal. */
export function SignIn({ reason, address, onSignedIn }: SignInProps): ReactElement {
  const { signIn: words } = useWords();
  const [problem, setProblem] = useState<SignInProblem>();
  const [isSigningIn, setIsSigningIn] = useState(false);
  const userName = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => {
    // An agent who is signed out while working may be typing elsewhere, so the focus is not moved.
    if (reason === 'first') userName.current?.focus();
  }, [reason]);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isSigningIn) return;
    const form = new FormData(event.currentTarget);
    const credentials = { userName: textOf(form, 'userName'), password: textOf(form, 'password') };
    setIsSigningIn(true);
    const answer = await signIn(credentials, form.has('startsSession'));
    setIsSigningIn(false);
    if (answer.isSignedIn) {
      onSignedIn(credentials.userName, answer.warning);
      return;
    }
    setProblem(answer.problem);
    if (answer.problem.kind === 'wrong' && password.current) {
      password.current.value = '';
      password.current.focus();
    }
  };

  const isWrong = problem !== undefined;
  return (
    // The method is POST, so that a password never gets into an address, even if our script fails.
    <form className="sign-in panel" method="post" aria-labelledby="sign-in-title" onSubmit={submit}>
      <h2 id="sign-in-title">{words.title}</h2>
      <p className="quiet">{reason === 'first' ? words.to(address) : words.signedOut}</p>
      <p role="alert" id="sign-in-problem" className="problem">
        {problem && sentenceOf(problem, words)}
      </p>
      <label>
        {words.userName}
        <input ref={userName} name="userName" autoComplete="username" required />
      </label>
      <label>
        {words.password}
        <input
          ref={password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? 'sign-in-problem' : undefined}
        />
      </label>
      <label className="checkbox">
        <input name="startsSession" type="checkbox" />
        {words.startSession}
      </label>
      <button
        type="submit"
        className="strong plain-button"
        aria-disabled={isSigningIn || undefined}
      >
        {isSigningIn ? words.submitting : words.submit}
      </button>
    </form>
  );
}

function sentenceOf(problem: SignInProblem, words: DemoMessages['signIn']): string {
  return problem.kind === 'refused' ? words.refused(String(problem.status)) : words[problem.kind];
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
