import type { FeedbackView } from '#engagement';
import type { Wire } from '../dialect/wire.js';

export const presentFeedback = (feedback: FeedbackView): Wire<'Feedback'> => ({
  feedbackId: feedback.id,
  type: feedback.type,
  rating: feedback.rating,
  contactEmail: feedback.contactEmail,
  createdAt: feedback.createdAt.toISOString(),
});
