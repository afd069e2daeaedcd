<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use CotpSandbox\PhoneFormat;

/** Compares what the probe says with what the variant is, and counts the messages. */
final class Audit
{
    private const RESULTS = ['confirmed', 'refuted', 'not testable'];

    public function __construct(private Variation $variation)
    {
    }

    /**
     * @param list<array<string, string>> $messages of the sandbox
     * @param list<string> $secrets that no report may contain, besides the tester's address
     * @return list<string>
     */
    public function faults(Result $result, array $messages, array $secrets): array
    {
        if ($result->wire === null || $result->entries === [] || preg_grep('~\.md$~', $result->files) === []) {
            return ["no cotp-wire.json, no readable report or no entries in it (exit code $result->exitCode): " . substr(trim($result->output), -1200)];
        }
        return [
            ...$this->faultsOfMessages($messages, $this->variation->variant->refusesUnknownFields ? $result->mostMessages : 2),
            ...$this->faultsOfClaims($result),
            ...$this->faultsOfReport($result),
            ...$this->leaks($result, $secrets),
            ...array_map(
                static fn (string $file): string => "the folder contains $file",
                array_values(array_filter($result->files, static fn (string $file): bool => (bool) preg_match('~\.(?:tmp|part|new)$|\~$~', $file))),
            ),
        ];
    }

    /**
     * @param list<array<string, string>> $messages
     * @return list<string>
     */
    public function faultsOfMessages(array $messages, int $most): array
    {
        $faults = [];
        if (count($messages) > $most) {
            $faults[] = count($messages) . " messages were delivered, more than $most";
        }
        $digits = static fn (string $text): string => (string) preg_replace('~\D~', '', $text);
        foreach ($messages as $message) {
            $isTester = $this->variation->isEmail
                ? $message['channel'] === 'Email' && $message['to'] === $this->variation->tester
                : $message['channel'] === 'SMS' && $digits($message['to']) === $digits($this->variation->tester);
            if (!$isTester) {
                $faults[] = "a message was delivered to {$message['to']}";
            }
        }
        return $faults;
    }

    /** @return list<string> the claims that are wrong */
    public function faultsOfClaims(Result $result): array
    {
        $faults = [];
        foreach ($result->entries as $key => $entry) {
            if ($entry['result'] === 'confirmed' && !$this->isRight($key, (string) $entry['value'])) {
                $faults[] = "the report confirms $key as \"{$entry['value']}\", but it is \"{$this->variation->wire[$key]}\"";
            }
        }
        foreach ($result->wire ?? [] as $key => $value) {
            if (!is_string($value) || !isset($this->variation->wire[$key])) {
                $faults[] = "cotp-wire.json: $key is not a wire entry with a text";
            } elseif (!$this->isRight($key, $value)) {
                $faults[] = "cotp-wire.json: $key is claimed to be \"$value\", but is \"{$this->variation->wire[$key]}\"";
            } elseif (!$result->isConfirmed($key)) {
                $faults[] = "cotp-wire.json: $key is there, but the report does not confirm it";
            }
        }
        return $faults;
    }

    /** @return list<string> */
    private function faultsOfReport(Result $result): array
    {
        $faults = [];
        foreach ($this->variation->wire as $key => $name) {
            $entry = $result->entries[$key] ?? null;
            if ($entry === null || !in_array($entry['result'] ?? null, self::RESULTS, true)) {
                $faults[] = "the report says nothing about $key";
            } elseif ($entry['result'] === 'confirmed') {
                if (!isset($result->wire[$key]) && !str_starts_with($key, 'callback.') && !($this->variation->variant->hasOneDestination() && $key === 'form.phone')) {
                    $faults[] = "the report confirms $key, but cotp-wire.json does not have it";
                }
            } elseif ($this->mustBeFound($key)) {
                $faults[] = "$key is \"$name\", a candidate, but {$entry['result']}: " . ($entry['evidence'] ?? '');
            }
        }
        return $faults;
    }

    /**
     * @param list<string> $secrets
     * @return list<string>
     */
    public function leaks(Result $result, array $secrets): array
    {
        $address = $this->variation->isEmail ? $this->variation->tester : ltrim($this->variation->tester, '+');
        $faults = stripos($result->texts, $address) === false ? [] : ["the reports contain the tester's address"];
        foreach ($secrets as $secret) {
            if (str_contains($result->texts . $result->output, $secret)) {
                $faults[] = 'a report or the output contains the key or a token';
            }
        }
        return $faults;
    }

    private function isRight(string $key, string $value): bool
    {
        if ($key === 'phone.format') {
            return $this->variation->variant->phone === PhoneFormat::Any || $value === $this->variation->wire[$key];
        }
        return strcasecmp(rtrim($value, '/'), rtrim($this->variation->wire[$key], '/')) === 0;
    }

    /** Whether the probe has to find the entry: it is a candidate, it can be tested, and so is all that its test needs. */
    private function mustBeFound(string $key): bool
    {
        $outside = array_flip($this->variation->outside);
        // No stored card is named, and nothing is sent through the other channel.
        $untested = ['form.cardUri', ...($this->variation->isEmail ? ['form.phone', 'delivery.sms', 'phone.format'] : ['form.email', 'delivery.email'])];
        $isCallback = str_starts_with($key, 'callback.');
        if (isset($outside[$key]) || in_array($key, $untested, true) || ($isCallback && !$this->variation->hasCallback)) {
            return false;
        }
        return array_intersect_key($outside, array_flip($this->needed($key))) === [];
    }

    /** @return list<string> the entries without which this one cannot be tested */
    private function needed(string $key): array
    {
        $route = static fn (string $operation): array => ["$operation.path", "$operation.method"];
        $message = [
            ...$route('send'), 'form.bookerId', 'form.deliveryMethod',
            ...($this->variation->isEmail ? ['form.email', 'delivery.email'] : ['form.phone', 'delivery.sms']),
        ];
        $state = [...$message, ...$route('retrieve')];
        // An unknown id does not tell what an operation does: it has to be seen with a message or with the test card.
        $card = [...$state, 'state.status', 'state.cardUri'];
        $operation = (string) preg_replace('~\.(?:path|method)$~', '', $key);
        return match ($operation) {
            'send', 'securityCode', 'authenticate' => $route($operation),
            'retrieve' => $state,
            'delete' => [...$state, ...$route('delete'), 'state.status'],
            'retention.get' => [...$card, ...$route('retention.get')],
            'retention.set' => [...$card, ...$route('retention.get'), ...$route('retention.set')],
            'retention.delete' => [...$card, ...$route('retention.get'), ...$route('retention.set'), ...$route('retention.delete')],
            'cvv.clear', 'card.delete' => [...$card, ...$route($operation)],
            'state.cardUri' => [...$state, 'state.status'],
            'callback.requestId', 'callback.status', 'callback.time' => [...$message, 'form.callbackUrl'],
            default => $state,
        };
    }
}
