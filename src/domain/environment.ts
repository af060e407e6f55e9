export const ENVIRONMENTS = ['development', 'test', 'preview', 'staging', 'production', 'live'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const parseEnvironment = (text: string): Environment | undefined =>
  ENVIRONMENTS.find((environment) => environment === text);

/** The one place that knows that `live` is another word for `production`. */
export const isProduction = (environment: Environment): boolean =>
  environment === 'production' || environment === 'live';

/** The printers of development, preview and staging are not complete: what they leave unanswered is no news. */
export const deadlineCheckRuns = (environment: Environment): boolean =>
  isProduction(environment) || environment === 'test';

/** No printer's answers are disturbed there: letters of test keys are answered by a fake response file, and elsewhere delivered at once. */
export const fakesAnswers = (environment: Environment): boolean =>
  environment === 'development' || environment === 'preview';
