<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The fields of a send request. Most of their names are inferred: see the README. */
final class SendFields
{
    private const LONGEST_TEXT = 4096;

    /**
     * @param array<string, mixed> $fields
     * @return array<string, mixed> the fields, all checked
     */
    public static function checked(array $fields, string $kind): array
    {
        foreach ($fields as $name => $value) {
            self::checkType((string) $name, $value);
        }
        self::need($fields, 'BookerId');
        self::checkDelivery($fields);
        self::checkCard($fields, $kind);
        self::checkForms($fields);
        return $fields;
    }

    public static function tokenOf(string $cardUri): string
    {
        if (!preg_match('~^https?://[^\s/?#@]+/(?:[^\s?#]*/)?([A-Za-z0-9_-]{1,128})$~D', $cardUri, $match)) {
            throw new ApiError(-179, 'CardUri must be the absolute URI of a stored card.');
        }
        return $match[1];
    }

    private static function checkType(string $name, mixed $value): void
    {
        $rule = $name === 'DeliveryMethod' ? 'NAME' : FormFields::RULES[$name] ?? null;
        if ($rule === 'BOOLEAN') {
            if (!is_bool($value)) {
                throw new ApiError(-125, "$name must be true or false.");
            }
        } elseif ($rule === 'AMOUNT') {
            if (!is_int($value) && !is_float($value) && !(is_string($value) && preg_match('/^\d{1,15}(\.\d{1,4})?$/D', $value))) {
                throw new ApiError(-125, "$name must be a number.");
            }
        } elseif ($rule !== null) {
            if (!is_string($value) || strlen($value) > self::LONGEST_TEXT) {
                throw new ApiError(-125, "$name must be a string of at most " . self::LONGEST_TEXT . ' bytes.');
            }
        } elseif (!str_starts_with($name, 'Extra')) {
            throw new ApiError(-179, "$name is not a field that the sandbox knows (names that start with \"Extra\" are accepted).");
        }
    }

    /** @param array<string, mixed> $fields */
    private static function need(array $fields, string $name): void
    {
        if (($fields[$name] ?? '') === '') {
            throw new ApiError(-125, "$name is required.");
        }
    }

    /** @param array<string, mixed> $fields */
    private static function checkDelivery(array $fields): void
    {
        self::need($fields, 'DeliveryMethod');
        if ($fields['DeliveryMethod'] === 'Email') {
            self::need($fields, 'RecipientEmail');
        } elseif ($fields['DeliveryMethod'] === 'SMS') {
            self::need($fields, 'RecipientPhone');
        } else {
            throw new ApiError(-125, 'DeliveryMethod must be Email or SMS.');
        }
        self::checkPattern($fields, 'RecipientPhone', '/^\+?\d(?:[ ().-]*\d){6,14}$/D', 'must be an international phone number.');
        self::checkEmail($fields, 'RecipientEmail');
    }

    /** @param array<string, mixed> $fields */
    private static function checkCard(array $fields, string $kind): void
    {
        if ($kind === 'cvv') {
            self::need($fields, 'CardUri');
        } elseif (isset($fields['CardUri'])) {
            throw new ApiError(-179, 'CardUri is allowed only in a security-code form.');
        }
    }

    /** @param array<string, mixed> $fields */
    private static function checkForms(array $fields): void
    {
        self::checkPattern($fields, 'Language', '/^[A-Za-z]{2}$/D', 'must be an ISO 639-1 code.');
        self::checkPattern($fields, 'Currency', '/^[A-Z]{3}$/D', 'must be an ISO 4217 code.');
        self::checkPattern($fields, 'CallbackUrl', '~^https?://[^\s/?#@\\\\]+(?:[/?][^\s#\\\\]*)?$~Di', 'must be an absolute http or https URL.');
        self::checkPattern($fields, 'CustomerSupportLink', '~^https?://[^\s/?#@\\\\]+(?:[/?#][^\s\\\\]*)?$~Di', 'must be an absolute http or https URL.');
        self::checkEmail($fields, 'CustomerSupportEmail');
    }

    /** @param array<string, mixed> $fields */
    private static function checkPattern(array $fields, string $name, string $pattern, string $otherwise): void
    {
        if (isset($fields[$name]) && !preg_match($pattern, $fields[$name])) {
            throw new ApiError(-125, "$name $otherwise");
        }
    }

    /** @param array<string, mixed> $fields */
    private static function checkEmail(array $fields, string $name): void
    {
        if (isset($fields[$name]) && filter_var($fields[$name], FILTER_VALIDATE_EMAIL, FILTER_FLAG_EMAIL_UNICODE) === false) {
            throw new ApiError(-125, "$name must be an e-mail address.");
        }
    }
}
