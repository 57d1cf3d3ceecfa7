import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetProblem } from '../import/dataset-problem.ts'
import type { DatasetCase } from '../import/read-case.ts'
import { isMissing, type ManifestResult } from '../import/read-manifest.ts'
import { findFileCases } from './find-file-cases.ts'
import { findPatientCases } from './find-patient-cases.ts'
import type { FoundCases } from './found-cases.ts'
import type { Layout, Recipe } from './recipe.ts'

/**
 * The manifest of a published dataset's folder: the recipe with the cases that its split names, found in the first
 * layout that the folder has. A case that is ranked on and is not there refuses the folder, by name; training cases
 * that are incomplete are left out with a warning.
 */
export async function readRecipeFolder(recipe: Recipe, folder: string): Promise<ManifestResult> {
  const files = await listFiles(folder)
  if (files === null) return refused([about(null, 'missing-file', `${folder} is missing or is no folder.`)])
  let found: FoundCases | null = null
  for (const layout of recipe.layouts) {
    const inLayout = await findCases(layout, folder, files)
    if (inLayout.ids.length === 0) continue
    found = inLayout
    break
  }
  if (found === null) {
    const layouts = recipe.layouts.map(describeLayout).join('; or ')
    const message = `${folder} has none of the layouts that ${recipe.manifest.id} is published in. Expected ${layouts}.`
    return refused([about(null, 'missing-file', message)])
  }
  const { test, leftOut } = recipe.split
  const isTest = new Set(test)
  const problems = found.problems.filter(({ caseKey }) => caseKey !== null && isTest.has(caseKey))
  const named = new Set(problems.map(({ caseKey }) => caseKey))
  for (const id of test) {
    if (found.ids.includes(id) || named.has(id)) continue
    const message = `Case ${id} is ranked on and missing; expected ${found.expect(id)}.`
    problems.push(about(id, 'missing-file', message))
  }
  if (problems.length > 0) return refused(problems)

  const apart = new Set(leftOut)
  const cases = found.ids
    .filter((id) => !apart.has(id))
    .flatMap((id): DatasetCase[] => {
      const paths = found.pathsOf(id)
      return paths ? [{ key: id, ...paths, split: isTest.has(id) ? 'test' : 'train' }] : []
    })
  const warnings = found.problems.map((problem) => ({ ...problem, message: `${problem.message} Left out.` }))
  return { status: 'read', manifest: { ...recipe.manifest, cases }, warnings }
}

function findCases(layout: Layout, folder: string, files: ReadonlySet<string>): FoundCases | Promise<FoundCases> {
  return layout.kind === 'files'
    ? findFileCases(layout.patterns, files)
    : findPatientCases(layout.folder, folder, files)
}

function describeLayout(layout: Layout): string {
  if (layout.kind === 'patients') return `${layout.folder}/patient001/Info.cfg with patient001_frame….nii.gz beside it`
  return layout.patterns
    .map(({ images, label }) => [...images, label].map((name) => `${name.replace('{id}', '…')}.nii.gz`).join(', '))
    .join(', ')
}

function refused(problems: readonly DatasetProblem[]): ManifestResult {
  return { status: 'refused', problems }
}

function about(caseKey: string | null, code: DatasetProblem['code'], message: string): DatasetProblem {
  return { code, caseKey, message }
}

/** Folders below the dataset's own that a layout reaches at most. */
const depthMax = 4

/**
 * Files below the folder with `/` between the parts of their paths; null where there is no such folder. Links to folders
 * are followed, since large datasets are often linked into place.
 */
async function listFiles(folder: string): Promise<ReadonlySet<string> | null> {
  try {
    const files = new Set<string>()
    await addFiles(files, folder, [])
    return files
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function addFiles(files: Set<string>, folder: string, below: readonly string[]): Promise<void> {
  for (const entry of await readdir(join(folder, ...below), { withFileTypes: true })) {
    const inner = [...below, entry.name]
    const isFolder = entry.isSymbolicLink() ? await leadsToFolder(join(folder, ...inner)) : entry.isDirectory()
    if (!isFolder) files.add(inner.join('/'))
    else if (inner.length <= depthMax) await addFiles(files, folder, inner)
  }
}

async function leadsToFolder(link: string): Promise<boolean> {
  return stat(link).then(
    (target) => target.isDirectory(),
    () => false,
  )
}
