import { openForm } from './fixtures/submission.ts'
import { expect, test } from './fixtures/test.ts'
import { newAccount } from './fixtures/visitor.ts'

test('a wrong password is refused in words', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(newAccount().email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'No account has this e-mail address and password.' }),
  ).toBeVisible()
})

test('an empty form says at each field what it needs', async ({ page }) => {
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('Enter the name to show beside your models.')).toBeVisible()
  await expect(page.getByText('Use at least 8 characters.')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
})

test('the account menu leads to the own submissions and out', async ({ page, freshAccount: account }) => {
  await page.goto('/')
  await page.getByRole('button', { name: new RegExp(account.name) }).click()
  await page.getByRole('link', { name: 'My submissions' }).click()
  await expect(page.getByText('You have not submitted a model yet')).toBeVisible()
  await page.getByRole('button', { name: new RegExp(account.name) }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
})

test('signing in never leads to another site', async ({ page, account }) => {
  expect(account.name).not.toBe('')
  await page.goto('/sign-in?next=//evil.example/')
  await expect(page).toHaveURL(/^http:\/\/(localhost|127\.0\.0\.1):\d+\/$/)
})

test('the description form says at each field what it needs', async ({ page, account }) => {
  expect(account.name).not.toBe('')
  await openForm(page)
  await page.getByLabel('Paper').fill('javascript:alert(1)')
  await page.getByRole('button', { name: 'Continue to the file' }).click()
  await expect(page.getByText('Enter a name for the model.')).toBeVisible()
  await expect(page.getByText('Choose the family that fits best.')).toBeVisible()
  await expect(page.getByText('Enter a whole address that starts with http:// or https://.')).toBeVisible()
  await expect(page.getByLabel('Name of the model')).toBeFocused()
})

test('the upload page of a submission that is not there answers 404', async ({ page, account }) => {
  expect(account.name).not.toBe('')
  expect((await page.goto('/submit/00000000-0000-4000-8000-000000000000'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is at this address')
})
