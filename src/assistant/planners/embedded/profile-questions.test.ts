import { describe, expect, it } from 'vitest';
import type { Turn } from '../../planner.ts';
import { profileStep } from './profile-questions.ts';

const turn = (text: string, name: string | null = null) =>
  ({ text, borough: name === null ? null : { id: 'E09000012', name } }) as Turn;

describe('profileStep', () => {
  it.each([
    'my profile',
    'Profile',
    'show me my profile pls',
    'settings',
    'change my borough',
    'change my council pls',
    'can i change my borough?',
    'whats my borough',
    'what’s my council again?',
    'which borough am I in',
    'which council do you think I work for?',
    'who am i?',
    'where do I work',
  ])('knows “%s”', (text) => {
    expect(profileStep(turn(text))).toMatchObject({ kind: 'ask', form: 'profile' });
  });

  it.each([
    'I work for Hillingdon',
    'change my contract',
    'which boroughs use NEC housing?',
    'what is the profile of the housing market?',
    'what systems does my borough have?',
    'which borough has the latest end?',
    'update the end date of my contract to 2029',
    '',
  ])('leaves “%s” alone', (text) => {
    expect(profileStep(turn(text))).toBeNull();
  });

  it('says the borough, or that it is not known', () => {
    expect(profileStep(turn('my profile', 'Hackney'))).toMatchObject({
      question: expect.stringContaining('You work for Hackney'),
    });
    expect(profileStep(turn('my profile'))).toMatchObject({
      question: expect.stringContaining('do not know yet'),
    });
  });
});
