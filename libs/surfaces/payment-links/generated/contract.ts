// Generated from contracts/payment-links.openapi.yaml by `npm run contracts:types`.
export interface components {
    schemas: {
        Id: string;
        Slug: string;
        Timestamp: string;
        NullableTimestamp: string | null;
        PaymentLinkStatus: "ACTIVE" | "PAID" | "EXPIRED" | "CANCELLED";
        PaymentProviders: "MTN_CAM" | "ORANGE_CAM";
        PaymentType: "DEPOSIT" | "COLLECTION";
        PaymentMode: "LIVE" | "SANDBOX";
        PaymentStatus: "PENDING" | "PAID" | "FAILED" | "EXPIRED" | "CANCELLED";
        Currency: "XAF" | "USD";
        Amount: number;
        PositiveAmount: number;
        Metadata: Record<string, unknown>;
        ExpirationInput: string;
        Description: string;
        PhoneNumber: (number | unknown | unknown) | string;
        CreatePaymentLinkRequest: {
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            description?: components["schemas"]["Description"];
            expires_at?: components["schemas"]["ExpirationInput"] | null;
            provider?: components["schemas"]["PaymentProviders"];
            type: components["schemas"]["PaymentType"];
            max_uses: number;
            metadata?: components["schemas"]["Metadata"];
            mode?: components["schemas"]["PaymentMode"];
        };
        PaymentLinkCreated: {
            id: components["schemas"]["Id"];
            slug: components["schemas"]["Slug"];
            url: string;
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: "ACTIVE";
            expires_at: components["schemas"]["NullableTimestamp"];
            max_uses: number;
            current_uses: 0;
            description?: components["schemas"]["Description"] | null;
            metadata?: components["schemas"]["Metadata"];
            provider?: components["schemas"]["PaymentProviders"] | null;
            type?: components["schemas"]["PaymentType"];
            mode?: components["schemas"]["PaymentMode"];
            created_at?: components["schemas"]["Timestamp"];
            updated_at?: components["schemas"]["Timestamp"];
        };
        PublicPaymentLink: {
            id: components["schemas"]["Id"];
            slug: components["schemas"]["Slug"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            description: components["schemas"]["Description"] | null;
            status: components["schemas"]["PaymentLinkStatus"];
            expires_at: components["schemas"]["NullableTimestamp"];
            metadata: components["schemas"]["Metadata"];
            max_uses: number | null;
            current_uses: number;
            created_at: components["schemas"]["Timestamp"];
            mode?: components["schemas"]["PaymentMode"];
            providers?: components["schemas"]["PaymentProviders"][];
            merchant_name?: string;
            redirect_url?: string | null;
        };
        TransactionId: string;
        LinkPaymentDetail: {
            id: components["schemas"]["Id"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["PaymentStatus"];
            transaction_id: components["schemas"]["TransactionId"];
            provider: components["schemas"]["PaymentProviders"];
            phone_number: string;
            failure_reason: string | null;
            created_at: components["schemas"]["Timestamp"];
            paid_at: components["schemas"]["NullableTimestamp"];
        };
        PaymentLink: {
            id: components["schemas"]["Id"];
            slug: components["schemas"]["Slug"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            description: components["schemas"]["Description"] | null;
            status: components["schemas"]["PaymentLinkStatus"];
            expires_at: components["schemas"]["NullableTimestamp"];
            metadata: components["schemas"]["Metadata"];
            max_uses: number | null;
            current_uses: number;
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
            url?: string;
            provider?: components["schemas"]["PaymentProviders"] | null;
            type?: components["schemas"]["PaymentType"];
            mode?: components["schemas"]["PaymentMode"];
            payments?: components["schemas"]["LinkPaymentDetail"][];
        };
        PaymentLinkListItem: {
            id: components["schemas"]["Id"];
            slug: components["schemas"]["Slug"];
            amount: components["schemas"]["Amount"];
            currency: components["schemas"]["Currency"];
            status: components["schemas"]["PaymentLinkStatus"];
            expires_at: components["schemas"]["NullableTimestamp"];
            current_uses: number;
            max_uses: number | null;
            created_at: components["schemas"]["Timestamp"];
            description?: components["schemas"]["Description"] | null;
            url?: string;
            mode?: components["schemas"]["PaymentMode"];
        };
        Pagination: {
            page: number;
            limit: number;
            total: number;
            total_pages: number;
        };
        PaymentLinkPage: {
            items: components["schemas"]["PaymentLinkListItem"][];
            pagination: components["schemas"]["Pagination"];
        };
        RedeemRequest: {
            phone_number: components["schemas"]["PhoneNumber"];
            provider: components["schemas"]["PaymentProviders"];
            amount?: components["schemas"]["PositiveAmount"];
        };
        RedeemedLink: {
            id: components["schemas"]["Id"];
            slug: components["schemas"]["Slug"];
            status: "ACTIVE" | "PAID";
            current_uses: number;
        };
        Redemption: {
            payment_link: components["schemas"]["RedeemedLink"];
            payment: components["schemas"]["StartedPayment"];
        };
        StartedPayment: {
            id: components["schemas"]["Id"];
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            status: "PENDING";
            transaction_id: components["schemas"]["TransactionId"];
        };
        UpdatePaymentLinkRequest: {
            description?: components["schemas"]["Description"] | null;
            expires_at?: components["schemas"]["ExpirationInput"] | null;
            status?: components["schemas"]["PaymentLinkStatus"];
            max_uses?: number;
            metadata?: components["schemas"]["Metadata"];
        };
        UpdatedPaymentLink: {
            id: components["schemas"]["Id"];
            slug: components["schemas"]["Slug"];
            amount?: components["schemas"]["Amount"];
            currency?: components["schemas"]["Currency"];
            description?: components["schemas"]["Description"] | null;
            status?: components["schemas"]["PaymentLinkStatus"];
            expires_at?: components["schemas"]["NullableTimestamp"];
            metadata?: components["schemas"]["Metadata"];
            max_uses?: number | null;
            current_uses?: number;
            created_at?: components["schemas"]["Timestamp"];
            updated_at?: components["schemas"]["Timestamp"];
            url?: string;
            mode?: components["schemas"]["PaymentMode"];
        };
        CancelledPaymentLink: {
            id: components["schemas"]["Id"];
            slug: components["schemas"]["Slug"];
            status: "CANCELLED";
        };
        PublicPayment: {
            transaction_id: components["schemas"]["TransactionId"];
            status: components["schemas"]["PaymentStatus"];
            amount: components["schemas"]["PositiveAmount"];
            currency: components["schemas"]["Currency"];
            failure_reason: string | null;
            paid_at: components["schemas"]["NullableTimestamp"];
            redirect_url: string | null;
        };
        EmptyData: Record<string, unknown>;
        PaymentLinkCreatedResponse: {
            status_code: 200;
            status: "OK";
            message: "Payment link created successfully";
            data: components["schemas"]["PaymentLinkCreated"];
        };
        PaymentLinkPageResponse: {
            status_code: 200;
            status: "OK";
            message: "Payment links retrieved";
            data: components["schemas"]["PaymentLinkPage"];
        };
        PublicPaymentLinkResponse: {
            status_code: 200;
            status: "OK";
            message: "Payment link found";
            data: components["schemas"]["PublicPaymentLink"];
        };
        RedemptionResponse: {
            status_code: 200;
            status: "OK";
            message: "Payment link redeemed successfully";
            data: components["schemas"]["Redemption"];
        };
        PublicPaymentResponse: {
            status_code: 200;
            status: "OK";
            message: "Payment found";
            data: components["schemas"]["PublicPayment"];
        };
        PaymentLinkResponse: {
            status_code: 200;
            status: "OK";
            message: "Payment link retrieved";
            data: components["schemas"]["PaymentLink"];
        };
        UpdatedPaymentLinkResponse: {
            status_code: 200;
            status: "OK";
            message: "Payment link updated successfully";
            data: components["schemas"]["UpdatedPaymentLink"];
        };
        CancelledPaymentLinkResponse: {
            status_code: 200;
            status: "OK";
            message: "Payment link cancelled successfully";
            data: components["schemas"]["CancelledPaymentLink"];
        };
        BadRequestError: {
            status_code: 400;
            status: "BAD REQUEST";
            message: string;
            data: components["schemas"]["EmptyData"];
        };
        UnauthorizedError: {
            status_code: 401;
            status: "UNAUTHORIZED";
            message: string;
            data: components["schemas"]["EmptyData"];
        };
        ForbiddenError: {
            status_code: 403;
            status: "FORBIDDEN";
            message: string;
            data: components["schemas"]["EmptyData"];
        };
        NotFoundError: {
            status_code: 404;
            status: "NOT FOUND";
            message: string;
            data: components["schemas"]["EmptyData"];
        };
        ConflictError: {
            status_code: 409;
            status: "CONFLICT";
            message: string;
            data: components["schemas"]["EmptyData"];
        };
        GoneError: {
            status_code: 410;
            status: "GONE";
            message: "Payment link has already been paid" | "Payment link has been cancelled" | "Payment link has expired" | "Payment link has reached maximum uses" | "Payment link is no longer available";
            data: components["schemas"]["EmptyData"];
        };
        UnprocessableEntityError: {
            status_code: 422;
            status: "UNPROCESSABLE ENTITY";
            message: string;
            data: components["schemas"]["EmptyData"];
        };
        TooManyRequestsError: {
            status_code: 429;
            status: "TOO MANY REQUESTS";
            message: string;
            data: components["schemas"]["EmptyData"];
        };
        InternalServerErrorError: {
            status_code: 500;
            status: "INTERNAL SERVER ERROR";
            message: string;
            data: components["schemas"]["EmptyData"];
        };
    };
}
