import type { Completion, CompletionNode, Values } from './completion-model.ts';

/** The script for PowerShell, from 5.1 on. A Tab runs no other program, but for names of profiles. */
export function powershellScript(nodes: readonly CompletionNode[]): string {
  return `# Completion of sipgate for PowerShell. To have it in every new shell, add this line to the file $PROFILE:
#   sipgate completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName sipgate -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  # The words and options that may follow each path.
  $words = @{
${nodes.map(({ path, words }) => `    ${quoted(path)} = ${dictionary(words)}`).join('\n')}
  }
  $options = @{
${nodes.map(({ path, options }) => `    ${quoted(path)} = ${dictionary(options)}`).join('\n')}
  }
  # What follows an option that is no switch, and what stands at each place.
  $optionValues = @{
${nodes.flatMap(optionEntries).join('\n')}
  }
  $placeValues = @{
${nodes.flatMap(placeEntries).join('\n')}
  }

  $at = ''
  $awaited = ''
  $literal = $false
  $place = 0
  $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  foreach ($word in $before) {
    if ($awaited) { $awaited = '' }
    elseif (-not $literal -and $word -eq '--') { $literal = $true }
    elseif (-not $literal -and $word -like '-*=*') { continue }
    elseif (-not $literal -and $word -like '-*') {
      if ($optionValues.ContainsKey("$at $word")) { $awaited = $word }
    }
    elseif ($place -eq 0 -and -not $literal -and $null -ne $words[$at] -and $words[$at].Contains($word)) {
      $at = "$at $word".Trim()
    }
    else { $place += 1 }
  }

  $prefix = ''
  $current = $wordToComplete
  if (-not $literal -and -not $awaited -and $current -like '--*=*') {
    $awaited, $current = $current -split '=', 2
    $prefix = "$awaited="
  }
  $found = [ordered]@{}
  $values = $null
  if ($awaited) { $values = $optionValues["$at $awaited"] }
  elseif (-not $literal -and $current -like '-*') { $found = $options[$at] }
  elseif ($place -eq 0 -and $null -ne $words[$at] -and $words[$at].Count -gt 0) {
    $words[$at].GetEnumerator() | ForEach-Object { $found[$_.Key] = $_.Value }
    $beside = @($placeValues["$at 0"])
    if ($beside[0] -eq 'choices') { $values = $beside }
  }
  else {
    $values = $placeValues["$at $place"]
    if ($null -eq $values) { $values = $placeValues["$at *"] }
    if ($null -eq $values -and -not $literal) { $found = $options[$at] }
  }
  if ($null -ne $values) {
    switch ($values[0]) {
      'choices' { $values | Select-Object -Skip 1 | ForEach-Object { $found[$_] = $_ } }
      'profile' { sipgate profile list 2>$null | ForEach-Object { $found[($_ -split "\`t")[0]] = $_ } }
      # Giving nothing lets PowerShell offer files.
      default { return }
    }
  }
  $found.GetEnumerator() | Where-Object { $_.Key -like "$current*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($prefix + $_.Key, $_.Key, 'ParameterValue', $_.Value)
  }
}
`;
}

const dictionary = (completions: readonly Completion[]) =>
  `[ordered]@{ ${completions.map(({ word, summary }) => `${quoted(word)} = ${quoted(summary)}`).join('; ')} }`;

function optionEntries({ path, options }: CompletionNode): readonly string[] {
  return options.flatMap(({ word, short, values }) =>
    values === undefined
      ? []
      : (short === undefined ? [word] : [word, short]).map(
          (one) => `    ${quoted(`${path} ${one}`)} = ${listed(values)}`,
        ),
  );
}

function placeEntries({ path, positionals, many }: CompletionNode): readonly string[] {
  return positionals.map((values, place) => {
    const key = many && place === positionals.length - 1 ? `${path} *` : `${path} ${place}`;
    return `    ${quoted(key)} = ${listed(values)}`;
  });
}

const listed = (values: Values) =>
  `@(${(values.kind === 'choices' ? ['choices', ...values.choices] : [values.kind]).map(quoted).join(', ')})`;

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
