<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/**
 * The fields of a send request. Inside the sandbox they have the default names of the wire table, most of which are
 * inferred (see the README); clients read and write the names of the variant.
 */
final class SendFields
{
    private const LONGEST_TEXT = 4096;
    /** A field whose name starts so is always known. */
    private const EXTRA = 'extra';

    /** @var array<string, string> wire key => name inside the sandbox */
    private array $names = [];

    public function __construct(private Variant $variant)
    {
        foreach (WireDefaults::VALUES as $key => $name) {
            if (str_starts_with($key, 'form.')) {
                $this->names[$key] = $name;
            }
        }
    }

    /**
     * @param array<mixed> $body
     * @return array<string, mixed> the known fields, all checked
     */
    public function checked(array $body, string $kind): array
    {
        $known = [];
        foreach (array_reverse($this->names) as $key => $name) {        // so that an address precedes a number of the same name
            $known[$this->variant->value($key)] = $name;
        }
        [$fields, $others] = Variant::readNames($body, $known);
        $extras = array_filter($others, static fn (string $name): bool => str_starts_with(strtolower($name), self::EXTRA));
        $this->variant->rejectUnknown(array_values(array_diff($others, $extras)));
        foreach ($fields as $name => $value) {
            $this->checkType($name, $value);
        }
        $this->need($fields, 'BookerId');
        $fields = $this->checkedDelivery($fields);
        $this->checkCard($fields, $kind);
        $this->checkForms($fields);
        return $fields + array_intersect_key($body, array_flip($extras));
    }

    /**
     * @param array<string, mixed> $fields
     * @return array<string, mixed> the fields under the names of the variant
     */
    public function written(array $fields): array
    {
        $keys = array_flip($this->names);
        $fields['DeliveryMethod'] = $this->variant->value($fields['DeliveryMethod'] === 'SMS' ? 'delivery.sms' : 'delivery.email');
        $written = [];
        foreach ($fields as $name => $value) {
            $written[isset($keys[$name]) ? $this->variant->name($keys[$name]) : $name] = $value;
        }
        return $written;
    }

    public static function tokenOf(string $cardUri): string
    {
        if (!preg_match('~^https?://[^\s/?#@]+/(?:[^\s?#]*/)?([A-Za-z0-9_-]{1,128})$~D', $cardUri, $match)) {
            throw new ApiError(-179, 'The card URI must be the absolute URI of a stored card.');
        }
        return $match[1];
    }

    private function checkType(string $name, mixed $value): void
    {
        $rule = FormFields::RULES[$name] ?? 'NAME';
        if ($rule === 'BOOLEAN') {
            if (!is_bool($value)) {
                $this->reject($name, 'must be true or false.');
            }
        } elseif ($rule === 'AMOUNT') {
            if (Amount::decimal($value) === null) {
                $this->reject($name, Amount::RULE);
            }
        } elseif (!is_string($value) || strlen($value) > self::LONGEST_TEXT) {
            $this->reject($name, 'must be a string of at most ' . self::LONGEST_TEXT . ' bytes.');
        }
    }

    /** @param array<string, mixed> $fields */
    private function need(array $fields, string $name): void
    {
        if (($fields[$name] ?? '') === '') {
            $this->reject($name, 'is required.');
        }
    }

    /**
     * @param array<string, mixed> $fields
     * @return array<string, mixed> the fields with the sandbox's own name of the delivery method
     */
    private function checkedDelivery(array $fields): array
    {
        $this->need($fields, 'DeliveryMethod');
        [$email, $sms] = [$this->variant->value('delivery.email'), $this->variant->value('delivery.sms')];
        if (strcasecmp(Json::text($fields['DeliveryMethod']), $email) === 0) {
            $fields['DeliveryMethod'] = 'Email';
            $this->need($fields, 'RecipientEmail');
        } elseif (strcasecmp(Json::text($fields['DeliveryMethod']), $sms) === 0) {
            $fields['DeliveryMethod'] = 'SMS';
            if ($this->variant->hasOneDestination()) {
                $fields['RecipientPhone'] = $fields['RecipientEmail'] ?? '';
                unset($fields['RecipientEmail']);
            }
            $this->need($fields, 'RecipientPhone');
        } else {
            $this->reject('DeliveryMethod', "must be $email or $sms.");
        }
        $this->checkPattern($fields, 'RecipientPhone', $this->variant->phone->pattern(), $this->variant->phone->requirement());
        $this->checkEmail($fields, 'RecipientEmail');
        return $fields;
    }

    /** @param array<string, mixed> $fields */
    private function checkCard(array $fields, string $kind): void
    {
        if ($kind === 'cvv') {
            $this->need($fields, 'CardUri');
        } elseif (isset($fields['CardUri'])) {
            $this->reject('CardUri', 'is allowed only in a security-code form.', -179);
        }
    }

    /** @param array<string, mixed> $fields */
    private function checkForms(array $fields): void
    {
        $this->checkPattern($fields, 'Language', '/^[A-Za-z]{2}$/D', 'must be an ISO 639-1 code.');
        $this->checkPattern($fields, 'Currency', '/^[A-Z]{3}$/D', 'must be an ISO 4217 code.');
        $this->checkPattern($fields, 'CallbackUrl', '~^https?://[^\s/?#@\\\\]+(?:[/?][^\s#\\\\]*)?$~Di', 'must be an absolute http or https URL.');
        $this->checkPattern($fields, 'CustomerSupportLink', '~^https?://[^\s/?#@\\\\]+(?:[/?#][^\s\\\\]*)?$~Di', 'must be an absolute http or https URL.');
        $this->checkEmail($fields, 'CustomerSupportEmail');
    }

    /** @param array<string, mixed> $fields */
    private function checkPattern(array $fields, string $name, string $pattern, string $otherwise): void
    {
        if (isset($fields[$name]) && !preg_match($pattern, Json::text($fields[$name]))) {
            $this->reject($name, $otherwise);
        }
    }

    /** @param array<string, mixed> $fields */
    private function checkEmail(array $fields, string $name): void
    {
        if (isset($fields[$name]) && filter_var($fields[$name], FILTER_VALIDATE_EMAIL, FILTER_FLAG_EMAIL_UNICODE) === false) {
            $this->reject($name, 'must be an e-mail address.');
        }
    }

    private function reject(string $name, string $fault, int $code = -125): never
    {
        $name = $this->variant->name((string) array_search($name, $this->names, true));
        throw new ApiError($code, "$name $fault", [$name => "$name $fault"]);
    }
}
