<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The texts of an e-mail, an SMS or a form, in the guest's language and with the documented placeholders replaced. The pages add the link. */
final class Message
{
    public readonly Language $language;

    /** @param array<string, mixed> $fields */
    public function __construct(private string $kind, private array $fields)
    {
        $this->language = Language::ofRequest($fields);
    }

    public function subject(): string
    {
        return $this->language->text("subject_$this->kind");
    }

    public function text(): string
    {
        $recipient = $this->field('RecipientName');
        $booker = $this->field('BookerName') ?: $this->language->text('booker_unknown');
        $lines = [
            $recipient === '' ? $this->language->text('greeting') : $this->language->text('greeting_name', ['name' => $recipient]),
            $this->header(),
            $this->language->text("request_$this->kind", ['booker' => $booker]),
            $this->footer(),
        ];
        return implode("\n", array_filter($lines, static fn (string $line): bool => $line !== ''));
    }

    public function header(): string
    {
        return $this->filled('HeaderText');
    }

    public function footer(): string
    {
        return $this->filled('FooterText');
    }

    public function amount(): string
    {
        return Amount::text($this->fields, $this->language);
    }

    public function booker(): string
    {
        return $this->field('BookerName');
    }

    private function filled(string $name): string
    {
        return strtr($this->field($name), [
            '$~booker_name~$' => $this->field('BookerName'),
            '$~recipient_name~$' => $this->field('RecipientName'),
            '$~cs_phone~$' => $this->field('CustomerSupportPhone'),
            '$~cs_email~$' => $this->field('CustomerSupportEmail'),
            '$~cs_link~$' => $this->field('CustomerSupportLink'),
            '$~amount~$' => $this->amount(),
        ]);
    }

    private function field(string $name): string
    {
        return Json::text($this->fields[$name] ?? null);
    }
}
